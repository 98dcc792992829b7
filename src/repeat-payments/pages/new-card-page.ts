import { hiddenCardInputs, onlyCardFields } from '../../hosted-pages/card-fields';
import type { FormAgain, HiddenInput } from '../../hosted-pages/form-again';
import type { HostedPage } from '../../hosted-pages/hosted-page';
import { dayText } from '../../day-texts';
import { formatMoney } from '../../money';
import { paths } from '../../paths';
import { cardUpdateOn, nextPaymentOn } from '../schedule/agreement';
import { dayOf } from '../schedule/days';
import type { CardCheck, RepeatPayment } from '../schedule/repeat-payment';
import { formFrame } from './form-frame';
import { shownPlan } from './shown-plan';

export interface OpenNewCard {
  readonly repeatPayment: RepeatPayment;
  readonly cardCheck: CardCheck;
  readonly now: Date;
}

/** The form for a card in the place of the one that is used. It says nothing of whose payments these are. */
export function newCardPage(open: OpenNewCard, again: FormAgain, scripts: readonly string[]): HostedPage {
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
