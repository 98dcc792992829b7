import type { Api } from '../transport/api';
import type { BankRules } from '../wire/bank-address';
import type { Blink } from '../blink';
import { browserHeaders } from '../wire/browser-headers';
import { ecommerceBody } from './credit-cards';
import { paymentAnswerFrom } from './payment-answer';
import type { PaymentAnswer } from './payment';

const RESOURCE = { apple_pay: 'applepay', google_pay: 'googlepay' } as const;

/**
 * A wallet payment is like a card payment, with the wallet's token (a JSON text) in the place of the card's. Blink's page on Apple Pay
 * asks for type 2; Blink's own recorded call sends 1, and so do we.
 * @see https://api-docs.blinkpayment.co.uk/apidocs/googlepay
 * @see https://api-docs.blinkpayment.co.uk/apidocs/applepay
 */
export function createWallets(api: Api, banks: BankRules): Blink['wallets'] {
  return {
    async pay(wallet, payment): Promise<PaymentAnswer> {
      const resource = RESOURCE[wallet];
      const reply = await api.moveMoney({
        what: `POST ${resource}`,
        method: 'POST',
        path: resource,
        headers: browserHeaders(payment.browser),
        body: ecommerceBody(resource, payment),
      });
      if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
      const context = { ...banks, method: 'wallet', returnUrl: payment.returnUrl } as const;
      return paymentAnswerFrom(reply.status, reply.text, context);
    },
  };
}
