import { cardFields, hiddenCardInputs } from '../../pages/card-fields';
import type { RejectedForm, HiddenInput } from '../../pages/form-errors';
import type { HostedPage } from '../../pages/hosted-page';
import type { Texts } from '../../pages/texts/texts';
import { paths } from '../../kernel/paths';
import { agreementOn } from '../domain/agreement';
import { dayOf, type Day } from '../domain/days';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { formFrame } from './form-frame';
import { planTexts } from './plan-texts';
import { shownPlan } from './shown-plan';

/** What a form is drawn from. */
export interface OpenAgreement {
  readonly texts: Texts;
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
  const { texts, repeatPayment, setup, now } = open;
  const today = dayOf(now);
  const plan = planLines(texts, repeatPayment, today);
  const { withPayment, withCardCheck } = texts.agree;
  return {
    view: 'repeat-payments/agree',
    texts,
    page: {
      ...formFrame(texts, setup.intent, again, now),
      ...cardFields(texts, setup.intent, repeatPayment.customer, again),
      title: plan.dueNow ? withPayment.title : withCardCheck.title,
      heading: plan.dueNow ? withPayment.heading : withCardCheck.heading,
      plan,
      agreement: plan.sentence,
      action: paths.repeatPaymentCard(repeatPayment),
      hidden: [...hiddenCardInputs(setup.id, setup.intent), ...shownInAgreement(repeatPayment, today)],
      renewUrl: paths.repeatPaymentRenew(repeatPayment),
      reloadHref: paths.repeatPayment(repeatPayment),
      payLabel: plan.dueNow ? withPayment.button(plan.dueNow) : withCardCheck.button,
      busyLabel: plan.dueNow ? texts.cardForm.paying : texts.cardForm.checking,
      scripts: scripts.map((src) => ({ src })),
    },
  };
}

/**
 * What stands beside every form and message before the payments have started.
 * @param agreedOn when the customer agrees, or did
 */
export function planLines(texts: Texts, repeatPayment: RepeatPayment, today: Day, agreedOn: Day = today) {
  const plan = planTexts(texts, repeatPayment.plan, agreedOn, today);
  const isShort = plan.payments.length <= LISTED_OPENLY;
  return {
    ...plan,
    reference: repeatPayment.reference,
    isListedOpenly: isShort && repeatPayment.plan.type === 'variable',
  };
}
