import { cardFields, hiddenCardInputs } from '../../pages/card-fields';
import type { RejectedForm, HiddenInput } from '../../pages/form-errors';
import type { HostedPage } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { agreementOn } from '../domain/agreement';
import { dayOf, type Day } from '../domain/days';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { formFrame } from './form-frame';
import { planTexts } from './plan-texts';
import { shownPlan } from './shown-plan';

/** What a form is drawn from. */
export interface OpenAgreement {
  readonly repeatPayment: RepeatPayment;
  readonly setup: Enrolment;
  readonly now: Date;
}

/** A page of yesterday shows other days: what it was agreed to on must be the day on which it is sent. */
export const SHOWN_ON = 'shown_on';

/** What stands in the form of a page that was drawn on that day. */
export function shownInAgreement(repeatPayment: RepeatPayment, today: Day): readonly HiddenInput[] {
  return [{ name: SHOWN_ON, value: today }, shownPlan(agreementOn(today, repeatPayment))];
}

/** More than these are behind a line that opens them, so that the card form is not out of sight. */
const LISTED_OPENLY = 12;

/** The plan, and the card form by which the customer agrees to it. */
export function agreePage(open: OpenAgreement, again: RejectedForm, scripts: readonly string[]): HostedPage {
  const { repeatPayment, setup, now } = open;
  const today = dayOf(now);
  const plan = planLines(repeatPayment, today);
  return {
    view: 'repeat-payments/agree',
    page: {
      ...formFrame(setup.intent, again, now),
      ...cardFields(setup.intent, repeatPayment.customer, again),
      title: plan.dueNow ? 'Agree and pay' : 'Agree to the payments',
      heading: plan.dueNow ? 'Agree and pay by card' : 'Agree and check your card',
      plan,
      agreement: plan.sentence,
      action: paths.repeatPaymentCard(repeatPayment),
      hidden: [...hiddenCardInputs(setup.id, setup.intent), ...shownInAgreement(repeatPayment, today)],
      renewUrl: paths.repeatPaymentRenew(repeatPayment),
      reloadHref: paths.repeatPayment(repeatPayment),
      payLabel: plan.dueNow ? `Agree and pay ${plan.dueNow} now` : 'Agree and check card',
      busyLabel: plan.dueNow ? 'Paying…' : 'Checking…',
      scripts: scripts.map((src) => ({ src })),
    },
  };
}

/**
 * What stands beside every form and message before the payments have started.
 * @param agreedOn when the customer agrees, or did
 */
export function planLines(repeatPayment: RepeatPayment, today: Day, agreedOn: Day = today) {
  const texts = planTexts(repeatPayment.plan, agreedOn, today);
  const isShort = texts.payments.length <= LISTED_OPENLY;
  return {
    ...texts,
    reference: repeatPayment.reference,
    isListedOpenly: isShort && repeatPayment.plan.type === 'variable',
  };
}
