import type { Response } from 'express';
import { payByCard } from '../payments/pay-by-card';
import { readCardForm, typedInCardForm, type CardForm } from './card-form';
import { cardPage } from './card-page';
import type { Checkout } from './checkout';
import { methodStep } from './method-step';
import { shopperBrowser } from './shopper-browser';

export const cardStep = methodStep<CardForm>({
  method: 'card',
  pageKind: 'card',
  page: (checkout, res, open) => cardPage(open, scriptsOf(checkout, res)),
  read: (body, attempt) => readCardForm(body, attempt?.intent.cardForm?.textFields ?? []),
  pay: ({ payments }, req, at, form) =>
    payByCard(payments, at, {
      paymentToken: form.paymentToken,
      payer: {
        name: form.customer_name,
        email: form.customer_email,
        address: form.customer_address || null,
        postcode: form.customer_postcode || null,
      },
      browser: shopperBrowser(req, form),
    }),
  typed: typedInCardForm,
  shownFields: ['paymentToken', 'customer_name', 'customer_email', 'customer_address', 'customer_postcode'],
  sentences: {
    out_of_date: 'This page was out of date, so nothing was charged. Please enter your card once more.',
    intent_over: 'This page had run out, so nothing was charged. Please enter your card once more.',
    not_sent:
      'We could not reach the payment service. Nothing was charged. Please enter your card and try again.',
  },
});

/** In the order in which they must run: Blink's script needs jQuery, ours needs Blink's. */
function scriptsOf({ hostedFieldsScript }: Checkout, res: Response): readonly string[] {
  const { assets } = res.context.edge;
  return [assets['jquery-3.7.1.min.js'] ?? '', hostedFieldsScript, assets['checkout.js'] ?? ''];
}
