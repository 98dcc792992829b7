import { z } from 'zod';
import { BlinkError } from '../../blink/errors';
import { cardDetails } from '../../pages/card-details';
import { cardScripts, SHOWN_CARD_FIELDS } from '../../pages/card-fields';
import { readCardForm, typedInCardForm, type CardForm } from '../../pages/card-form';
import { asShownFields, type RejectedForm } from '../../pages/form-errors';
import { hiddenText } from '../../pages/form-texts';
import { show } from '../../pages/hosted-page';
import type { Texts } from '../../pages/texts/texts';
import { withTimeout } from '../../kernel/with-timeout';
import { paths } from '../../kernel/paths';
import { chargeableUntil } from '../../orders/use-cases/charge';
import { dayOf } from '../domain/days';
import type { RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { liveEnrolment } from '../domain/status';
import { CardsNotOffered, NotAgreeable, openEnrolment } from '../use-cases/open-enrolment';
import { EnrolmentNotReady, type EnrolmentOutcome } from '../use-cases/send-enrolment';
import { startByCard } from '../use-cases/start-by-card';
import { agreePage, SHOWN_ON } from './agree-page';
import { noCardsPage, unavailablePage } from './pages';
import type { RepeatPaymentPages } from './repeat-payment-pages';
import { shownPlanFrom } from './shown-plan';
import { CUSTOMER_WAITS_MS, goOn, goOnWhenAnswered, goToPlan, type Visit } from './visit';

type Refusal = keyof Texts['agree']['again'];

/** Shows the plan above the card form, with an intent that lives long enough to type and pay. */
export async function showAgreement(visit: Visit, again: RejectedForm = {}, status = 200): Promise<void> {
  const { pages, res, repeatPayment, texts } = visit;
  const { repeatPayments: deps } = pages;
  try {
    const admission = pages.limits.admission(repeatPayment.id, res);
    const opened = await openEnrolment(deps, repeatPayment.id, { by: 'customer' }, 'online', admission);
    const open = { texts, ...opened, now: deps.clock.now() };
    show(res.status(status), agreePage(open, again, cardScripts(pages, res)), 'card');
  } catch (error) {
    if (error instanceof NotAgreeable) {
      goToPlan(visit);
      return;
    }
    if (!(error instanceof CardsNotOffered || error instanceof BlinkError)) throw error;
    deps.log.error({ repeatPaymentId: repeatPayment.id, err: error }, 'a card form could not be offered');
    const address = paths.repeatPayment(repeatPayment);
    const isNotOffered = error instanceof CardsNotOffered;
    show(res.status(503), isNotOffered ? noCardsPage(texts) : unavailablePage(texts, address));
  }
}

/** Takes the posted card, starts the payments once, and sends the customer where they lead. */
export async function takeAgreement(visit: Visit): Promise<void> {
  const { pages, req, repeatPayment, texts } = visit;
  const live = liveEnrolment(repeatPayment);
  if (live && live.status !== 'ready') return goOnWhenAnswered(visit);
  const read = readCardForm(texts, req.body, live?.intent.cardForm?.textFields ?? []);
  if (!read.ok) return showAgreement(visit, read, 422);
  const typed = typedInCardForm(read.form);
  if (wasSent(repeatPayment, read.form.attempt_id)) return goOnWhenAnswered(visit);
  const refusal = refusalOf(pages, live, req.body, read.form);
  if (refusal) return showAgreement(visit, { typed, message: texts.agree.again[refusal] }, 409);
  const starting = start(visit, read.form);
  return goOnAfter(visit, typed, await withTimeout(CUSTOMER_WAITS_MS, starting));
}

/** A form of a setup that is over: of an old tab, or sent again by the browser. It never starts anything. */
function wasSent({ setups }: RepeatPayment, setupId: string): boolean {
  return setups.some(({ id, chargedAt }) => id === setupId && chargedAt !== null);
}

export const shownOn = z.object({ [SHOWN_ON]: hiddenText(10) });

/** Why this form cannot start anything any more. */
function refusalOf(
  { repeatPayments: { clock } }: RepeatPaymentPages,
  live: Enrolment | null,
  body: unknown,
  { attempt_id: setupId }: CardForm,
): Refusal | null {
  if (live?.id !== setupId) return 'out_of_date';
  const now = clock.now();
  if (shownOn.parse(body)[SHOWN_ON] !== dayOf(now)) return 'another_day';
  return now >= chargeableUntil(live) ? 'intent_over' : null;
}

async function start(visit: Visit, form: CardForm): Promise<EnrolmentOutcome | 'not_ready'> {
  const { pages, req, repeatPayment } = visit;
  try {
    const at = { repeatPaymentId: repeatPayment.id, setupId: form.attempt_id };
    return await startByCard(pages.repeatPayments, at, shownPlanFrom(req.body), cardDetails(req, form));
  } catch (error) {
    if (error instanceof EnrolmentNotReady) return 'not_ready';
    throw error;
  }
}

async function goOnAfter(
  visit: Visit,
  typed: Readonly<Record<string, string>>,
  outcome: EnrolmentOutcome | 'not_ready' | 'still_waiting',
): Promise<void> {
  if (outcome === 'not_ready') return goOnWhenAnswered(visit);
  if (outcome === 'still_waiting' || outcome.kind === 'recorded') return goOn(visit);
  if (outcome.kind === 'invalid') {
    const errors = asShownFields(SHOWN_CARD_FIELDS, outcome.fields);
    return showAgreement(visit, { typed, errors }, 422);
  }
  const { res, texts } = visit;
  if (outcome.why === 'not_enabled') {
    show(res.status(503), noCardsPage(texts));
    return;
  }
  const status = outcome.why === 'not_as_shown' ? 409 : 422;
  return showAgreement(visit, { typed, message: texts.agree.again[outcome.why] }, status);
}
