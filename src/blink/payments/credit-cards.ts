import type { Api } from '../transport/api';
import type { BankRules } from '../wire/bank-address';
import type { Blink } from '../blink';
import { browserHeaders, deviceFields } from '../wire/browser-headers';
import { paymentAnswerFrom } from './payment-answer';
import type { CardPayment, PaymentAnswer } from './payment';

const ECOM = 1;

/** @see https://api-docs.blinkpayment.co.uk/apidocs/creditcards */
export function createCreditCards(api: Api, banks: BankRules): Blink['creditCards'] {
  return {
    async pay(payment): Promise<PaymentAnswer> {
      const reply = await api.moveMoney({
        what: 'POST creditcards',
        method: 'POST',
        path: 'creditcards',
        headers: browserHeaders(payment.browser),
        body: ecommerceBody('creditcards', payment),
      });
      if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
      const context = { ...banks, method: 'card', returnUrl: payment.returnUrl } as const;
      return paymentAnswerFrom(reply.status, reply.text, context);
    },
  };
}

/** The body is the same for a card's token and for a wallet's. */
export function ecommerceBody(
  resource: 'creditcards' | 'applepay' | 'googlepay',
  payment: CardPayment,
): object {
  const { payer } = payment;
  return {
    payment_intent: payment.intentReference,
    paymentToken: payment.paymentToken,
    type: ECOM,
    resource,
    transaction_unique: payment.transactionUnique,
    customer_name: payer.name,
    customer_email: payer.email,
    ...(payer.address ? { customer_address: payer.address } : {}),
    ...(payer.postcode ? { customer_postcode: payer.postcode } : {}),
    merchant_data: JSON.stringify(payment.merchantData),
    ...deviceFields(payment.browser),
  };
}
