import type { Api } from '../transport/api';
import type { BankRules } from '../wire/bank-address';
import type { Blink } from '../blink';
import { paymentAnswerFrom } from './payment-answer';
import type { OpenBankingPayment, PaymentAnswer } from './payment';

/** @see https://api-docs.blinkpayment.co.uk/apidocs/openbankings */
export function createOpenBankings(api: Api, banks: BankRules): Blink['openBankings'] {
  return {
    async pay(payment): Promise<PaymentAnswer> {
      const reply = await api.moveMoney({
        what: 'POST openbankings',
        method: 'POST',
        path: 'openbankings',
        body: bodyOf(payment),
      });
      if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
      const context = { ...banks, method: 'open_banking', returnUrl: payment.returnUrl } as const;
      return paymentAnswerFrom(reply.status, reply.text, context);
    },
  };
}

/** Names the payer under both sets of field names that Blink's pages and recordings use. */
function bodyOf(payment: OpenBankingPayment): object {
  const { payer } = payment;
  return {
    payment_intent: payment.intentReference,
    resource: 'openbankings',
    transaction_unique: payment.transactionUnique,
    user_name: payer.name,
    user_email: payer.email,
    customer_name: payer.name,
    customer_email: payer.email,
    ...(payer.address ? { customer_address: payer.address } : {}),
    ...(payer.postcode ? { customer_postcode: payer.postcode } : {}),
    merchant_data: JSON.stringify(payment.merchantData),
  };
}
