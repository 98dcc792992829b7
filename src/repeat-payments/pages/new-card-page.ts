import { hiddenCardInputs, onlyCardFields } from '../../pages/card-fields';
import type { RejectedForm, HiddenInput } from '../../pages/form-errors';
import type { HostedPage } from '../../pages/hosted-page';
import { dayText } from '../../kernel/day-texts';
import { formatMoney } from '../../kernel/money';
import { paths } from '../../kernel/paths';
import { cardUpdateOn, nextPaymentOn } from '../domain/agreement';
import { dayOf } from '../domain/days';
import type { CardCheck, RepeatPayment } from '../domain/repeat-payment';
import { formFrame } from './form-frame';
import { shownPlan } from './shown-plan';

export interface OpenNewCard {
  readonly repeatPayment: RepeatPayment;
  readonly cardCheck: CardCheck;
  readonly now: Date;
}

/** The form for a card in the place of the one that is used. It says nothing of whose payments these are. */
export function newCardPage(open: OpenNewCard, again: RejectedForm, scripts: readonly string[]): HostedPage {
  const { repeatPayment, cardCheck, now } = open;
  const next = nextPaymentOn(dayOf(now), repeatPayment);
  return {
    view: 'repeat-payments/new-card',
    page: {
      ...formFrame(cardCheck.intent, again, now),
      ...onlyCardFields(cardCheck.intent),
      title: 'Replace your card',
      reference: repeatPayment.reference,
      next: next && `${formatMoney(next.amount)} on ${dayText(next.date)}`,
      agreement: null,
      action: paths.repeatPaymentNewCard(repeatPayment),
      hidden: [...hiddenCardInputs(cardCheck.id, cardCheck.intent), shownInNewCard(repeatPayment, now)],
      renewUrl: paths.repeatPaymentNewCardRenew(repeatPayment),
      reloadHref: paths.repeatPaymentNewCard(repeatPayment),
      backHref: paths.repeatPayment(repeatPayment),
      payLabel: 'Use this card',
      busyLabel: 'Checking…',
      scripts: scripts.map((src) => ({ src })),
    },
  };
}

export function shownInNewCard(repeatPayment: RepeatPayment, now: Date): HiddenInput {
  return shownPlan(cardUpdateOn(dayOf(now), repeatPayment));
}
