import { hiddenCardInputs, onlyCardFields } from '../../pages/card-fields';
import type { RejectedForm, HiddenInput } from '../../pages/form-errors';
import type { HostedPage } from '../../pages/hosted-page';
import type { Texts } from '../../pages/texts/texts';
import { paths } from '../../kernel/paths';
import { cardUpdateOn, nextPaymentOn } from '../domain/agreement';
import { dayOf } from '../domain/days';
import type { CardCheck, RepeatPayment } from '../domain/repeat-payment';
import { formFrame } from './form-frame';
import { shownPlan } from './shown-plan';

export interface OpenNewCard {
  readonly texts: Texts;
  readonly repeatPayment: RepeatPayment;
  readonly cardCheck: CardCheck;
  readonly now: Date;
}

/** The form for a card in the place of the one that is used. It says nothing of whose payments these are. */
export function newCardPage(open: OpenNewCard, again: RejectedForm, scripts: readonly string[]): HostedPage {
  const { texts, repeatPayment, cardCheck, now } = open;
  const { money, day, amountOn } = texts.values;
  const next = nextPaymentOn(dayOf(now), repeatPayment);
  return {
    view: 'repeat-payments/new-card',
    texts,
    page: {
      ...formFrame(texts, cardCheck.intent, again, now),
      ...onlyCardFields(texts, cardCheck.intent),
      title: texts.newCard.title,
      reference: repeatPayment.reference,
      next: next && amountOn(money(next.amount), day(next.date)),
      agreement: null,
      action: paths.repeatPaymentNewCard(repeatPayment),
      hidden: [...hiddenCardInputs(cardCheck.id, cardCheck.intent), shownInNewCard(repeatPayment, now)],
      renewUrl: paths.repeatPaymentNewCardRenew(repeatPayment),
      reloadHref: paths.repeatPaymentNewCard(repeatPayment),
      backHref: paths.repeatPayment(repeatPayment),
      payLabel: texts.newCard.use,
      busyLabel: texts.cardForm.checking,
      scripts: scripts.map((src) => ({ src })),
    },
  };
}

export function shownInNewCard(repeatPayment: RepeatPayment, now: Date): HiddenInput {
  return shownPlan(cardUpdateOn(dayOf(now), repeatPayment));
}
