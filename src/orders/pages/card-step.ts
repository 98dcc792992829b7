import { cardDetails } from '../../pages/card-details';
import { cardScripts, SHOWN_CARD_FIELDS } from '../../pages/card-fields';
import { readCardForm, typedInCardForm, type CardForm } from '../../pages/card-form';
import { payByCard } from '../use-cases/pay-by-card';
import { cardPage } from './card-page';
import { methodStep } from './method-step';

export const cardStep = methodStep<CardForm>({
  method: 'card',
  pageKind: 'card',
  page: ({ checkout, res }, open) => cardPage(open, cardScripts(checkout, res)),
  read: (texts, body, attempt) => readCardForm(texts, body, attempt?.intent.cardForm?.textFields ?? []),
  pay: ({ checkout: { payments }, req }, at, shown, form) =>
    payByCard(payments, at, shown, cardDetails(req, form)),
  typed: typedInCardForm,
  shownFields: SHOWN_CARD_FIELDS,
});
