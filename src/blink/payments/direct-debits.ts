import type { Api } from '../transport/api';
import type { BankRules } from '../wire/bank-address';
import type { Blink } from '../blink';
import { paymentAnswerFrom } from './payment-answer';
import type { DirectDebitPayment, PaymentAnswer } from './payment';

const COUNTRY = 'GB';

/**
 * There is no bank page: the answer is the shopper's return address, with the status `Pending Submission` in it.
 * @see https://api-docs.blinkpayment.co.uk/apidocs/directdebits
 */
export function createDirectDebits(api: Api, banks: BankRules): Blink['directDebits'] {
  return {
    async pay(payment): Promise<PaymentAnswer> {
      const reply = await api.moveMoney({
        what: 'POST directdebits',
        method: 'POST',
        path: 'directdebits',
        body: bodyOf(payment),
      });
      if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
      const context = { ...banks, method: 'direct_debit', returnUrl: payment.returnUrl } as const;
      return paymentAnswerFrom(reply.status, reply.text, context);
    },
  };
}

/** The payer's fields have other names than a card's: `email`, `given_name` and `family_name`, or `company_name`. */
function bodyOf(payment: DirectDebitPayment): object {
  const { account } = payment;
  return {
    payment_intent: payment.intentReference,
    resource: 'directdebits',
    ...(payment.companyName
      ? { company_name: payment.companyName }
      : { given_name: payment.givenName, family_name: payment.familyName }),
    email: payment.email,
    country_code: COUNTRY,
    ...(payment.address ? { customer_address: payment.address } : {}),
    ...(payment.postcode ? { customer_postcode: payment.postcode } : {}),
    account_holder_name: account.holder,
    branch_code: account.sortCode, // documented as a number, which would lose a leading zero
    account_number: account.number,
    merchant_data: JSON.stringify(payment.merchantData),
  };
}
