import { cardDetails } from '../../pages/card-details';
import { cardScripts, SHOWN_CARD_FIELDS } from '../../pages/card-fields';
import { readCardForm, typedInCardForm, type CardForm } from '../../pages/card-form';
import { payByCard } from '../use-cases/pay-by-card';
import { cardPage } from './card-page';
import { methodStep } from './method-step';

export const cardStep = methodStep<CardForm>({
  method: 'card',
  pageKind: 'card',
  page: (checkout, res, open) => cardPage(open, cardScripts(checkout, res)),
  read: (body, attempt) => readCardForm(body, attempt?.intent.cardForm?.textFields ?? []),
  pay: ({ payments }, req, at, shown, form) => payByCard(payments, at, shown, cardDetails(req, form)),
  typed: typedInCardForm,
  shownFields: SHOWN_CARD_FIELDS,
  sentences: {
    not_as_shown:
      'The amount to pay may have changed since this page was opened, so nothing was charged. Please check it and enter your card once more.',
    out_of_date: 'This page was out of date, so nothing was charged. Please enter your card once more.',
    intent_over: 'This page had run out, so nothing was charged. Please enter your card once more.',
    not_sent:
      'We could not reach the payment service. Nothing was charged. Please enter your card and try again.',
  },
});
