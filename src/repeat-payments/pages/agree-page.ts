import { cardFields, hiddenCardInputs } from '../../hosted-pages/card-fields';
import { messageAbove, type FormAgain } from '../../hosted-pages/form-again';
import type { HostedPage } from '../../hosted-pages/hosted-page';
import type { AttemptIntent } from '../../orders/order';
import { paths } from '../../paths';
import { chargeableUntil } from '../../payments/charge';
import type { Day } from '../schedule/days';
import { dayOf } from '../schedule/days';
import type { CardCheck, RepeatPayment, Setup } from '../schedule/repeat-payment';
import { paymentsSoFar } from './payment-rows';
import { planTexts } from './plan-texts';

/** What a form is drawn from. */
export interface OpenAgreement {
  readonly repeatPayment: RepeatPayment;
  readonly setup: Setup;
  readonly now: Date;
}

/** A page of yesterday shows other days: what it was agreed to on must be the day on which it is sent. */
export const SHOWN_ON = 'shown_on';

/** More than these are behind a line that opens them, so that the card form is not out of sight. */
const LISTED_OPENLY = 12;

/** The plan, and the card form by which the customer agrees to it. */
export function agreePage(open: OpenAgreement, again: FormAgain, scripts: readonly string[]): HostedPage {
  const { repeatPayment, setup, now } = open;
  const today = dayOf(now);
  const plan = planLines(repeatPayment, today);
  return {
    view: 'repeat-payments/agree',
    page: {
      ...formFrame(setup.intent, again, now),
      ...cardFields(setup.intent, repeatPayment.customer, again),
      title: plan.dueNow ? 'Agree and pay' : 'Agree to the payments',
      heading: plan.dueNow ? 'Agree and pay by card' : 'Agree with your card',
      plan,
      agreement: plan.sentence,
      action: paths.repeatPaymentCard(repeatPayment),
      hidden: [...hiddenCardInputs(setup.id, setup.intent), { name: SHOWN_ON, value: today }],
      renewUrl: paths.repeatPaymentRenew(repeatPayment),
      reloadHref: paths.repeatPayment(repeatPayment),
      payLabel: plan.dueNow ? `Agree and pay ${plan.dueNow} now` : 'Agree and check card',
      busyLabel: plan.dueNow ? 'Paying…' : 'Checking…',
      scripts: scripts.map((src) => ({ src })),
    },
  };
}

export interface OpenNewCard {
  readonly repeatPayment: RepeatPayment;
  readonly cardCheck: CardCheck;
  readonly now: Date;
}

/** The same card form, for a card in the place of the one that is used. */
export function newCardPage(open: OpenNewCard, again: FormAgain, scripts: readonly string[]): HostedPage {
  const { repeatPayment, cardCheck, now } = open;
  const { next } = paymentsSoFar(repeatPayment, dayOf(now));
  return {
    view: 'repeat-payments/new-card',
    page: {
      ...formFrame(cardCheck.intent, again, now),
      ...cardFields(cardCheck.intent, repeatPayment.customer, again),
      title: 'Replace your card',
      reference: repeatPayment.reference,
      next: next ? `${next.amount} on ${next.date}` : null,
      agreement: null,
      action: paths.repeatPaymentNewCard(repeatPayment),
      hidden: hiddenCardInputs(cardCheck.id, cardCheck.intent),
      renewUrl: paths.repeatPaymentNewCardRenew(repeatPayment),
      reloadHref: paths.repeatPaymentNewCard(repeatPayment),
      backHref: paths.repeatPayment(repeatPayment),
      payLabel: 'Use this card from now on',
      busyLabel: 'Checking…',
      scripts: scripts.map((src) => ({ src })),
    },
  };
}

/** What stands beside every form and message before the payments have started. */
export function planLines(repeatPayment: RepeatPayment, today: Day) {
  const texts = planTexts(repeatPayment.plan, today);
  const isShort = texts.payments.length <= LISTED_OPENLY;
  return {
    ...texts,
    reference: repeatPayment.reference,
    isListedOpenly: isShort && repeatPayment.plan.type === 'variable',
  };
}

function formFrame(intent: AttemptIntent, again: FormAgain, now: Date) {
  return {
    message: messageAbove(again, 'paymentToken'),
    expiresAt: chargeableUntil({ intent }).toISOString(),
    renderedAt: now.toISOString(),
  };
}
