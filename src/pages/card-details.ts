import type { Request } from 'express';
import type { CardForm } from './card-form';
import { shopperBrowser } from './shopper-browser';
import type { CardDetails } from '../payments/card-details';

type PostedCard = Omit<CardForm, 'attempt_id'>;

/** What a posted form says of a card and who pays with it, and what the connection says of the browser. */
export function cardDetails(req: Request, form: PostedCard): CardDetails {
  return {
    paymentToken: form.paymentToken,
    payer: {
      name: form.customer_name,
      email: form.customer_email,
      address: form.customer_address || null,
      postcode: form.customer_postcode || null,
    },
    browser: shopperBrowser(req, form),
  };
}
