import type { Request, Response } from 'express';
import { z } from 'zod';
import { BlinkError } from '../../blink/errors';
import { SECOND } from '../../kernel/clock';
import { cardDetails } from '../../pages/card-details';
import { cardScripts, SHOWN_CARD_FIELDS } from '../../pages/card-fields';
import { readCardForm, typedInCardForm, type CardForm } from '../../pages/card-form';
import { asShownFields, type RejectedForm } from '../../pages/form-errors';
import { hiddenText } from '../../pages/form-texts';
import { show } from '../../pages/hosted-page';
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
import { repeatPaymentAt, type RepeatPaymentPages } from './repeat-payment-pages';
import { shownPlanFrom } from './shown-plan';

/** A customer waits so long for the bank; after that the page that checks by itself is shown and the start goes on. */
const CUSTOMER_WAITS_MS = 8 * SECOND;

const SENTENCES = {
  not_as_shown:
    'What you are asked to agree to may have changed since this page was opened. Nothing was charged. Please read it again and enter your card once more.',
  out_of_date: 'This page was out of date, so nothing was charged. Please enter your card once more.',
  another_day:
    'The day has changed since this page was opened, and with it the dates of your payments. Nothing was charged. Please read them again and enter your card once more.',
  intent_over: 'This page had run out, so nothing was charged. Please enter your card once more.',
  not_sent:
    'We could not reach the payment service. Nothing was charged. Please enter your card and try again.',
} as const;

/** Shows the plan above the card form, with an intent that lives long enough to type and pay. */
export async function showAgreement(
  pages: RepeatPaymentPages,
  res: Response,
  repeatPayment: RepeatPayment,
  again: RejectedForm = {},
): Promise<void> {
  const { repeatPayments: deps } = pages;
  try {
    const admission = pages.limits.admission(repeatPayment.id, res);
    const opened = await openEnrolment(deps, repeatPayment.id, { by: 'customer' }, 'online', admission);
    const page = agreePage({ ...opened, now: deps.clock.now() }, again, cardScripts(pages, res));
    show(res, page, 'card');
  } catch (error) {
    const address = paths.repeatPayment(repeatPayment);
    if (error instanceof NotAgreeable) {
      res.redirect(303, address);
      return;
    }
    if (!(error instanceof CardsNotOffered || error instanceof BlinkError)) throw error;
    deps.log.error({ repeatPaymentId: repeatPayment.id, err: error }, 'a card form could not be offered');
    show(res.status(503), error instanceof CardsNotOffered ? noCardsPage() : unavailablePage(address));
  }
}

/** Takes the posted card, starts the payments once, and sends the customer where they lead. */
export async function takeAgreement(pages: RepeatPaymentPages, req: Request, res: Response): Promise<void> {
  const repeatPayment = await repeatPaymentAt(pages, req);
  const live = liveEnrolment(repeatPayment);
  if (live && live.status !== 'ready') return goOnWhenAnswered(pages, res, repeatPayment);
  const read = readCardForm(req.body, live?.intent.cardForm?.textFields ?? []);
  if (!read.ok) return showAgreement(pages, res.status(422), repeatPayment, read);
  const typed = typedInCardForm(read.form);
  if (wasSent(repeatPayment, read.form.attempt_id)) return goOnWhenAnswered(pages, res, repeatPayment);
  const refusal = refusalOf(pages, live, req.body, read.form);
  if (refusal)
    return showAgreement(pages, res.status(409), repeatPayment, { typed, message: SENTENCES[refusal] });
  const starting = start(pages, req, repeatPayment, read.form);
  return goOnAfter(pages, res, repeatPayment, typed, await withTimeout(CUSTOMER_WAITS_MS, starting));
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
): keyof typeof SENTENCES | null {
  if (live?.id !== setupId) return 'out_of_date';
  const now = clock.now();
  if (shownOn.parse(body)[SHOWN_ON] !== dayOf(now)) return 'another_day';
  return now >= chargeableUntil(live) ? 'intent_over' : null;
}

async function start(
  { repeatPayments: deps }: RepeatPaymentPages,
  req: Request,
  { id }: RepeatPayment,
  form: CardForm,
): Promise<EnrolmentOutcome | 'not_ready'> {
  try {
    const at = { repeatPaymentId: id, setupId: form.attempt_id };
    return await startByCard(deps, at, shownPlanFrom(req.body), cardDetails(req, form));
  } catch (error) {
    if (error instanceof EnrolmentNotReady) return 'not_ready';
    throw error;
  }
}

async function goOnAfter(
  pages: RepeatPaymentPages,
  res: Response,
  repeatPayment: RepeatPayment,
  typed: Readonly<Record<string, string>>,
  outcome: EnrolmentOutcome | 'not_ready' | 'still_waiting',
): Promise<void> {
  if (outcome === 'not_ready') return goOnWhenAnswered(pages, res, repeatPayment);
  if (outcome === 'still_waiting' || outcome.kind === 'recorded') return goOn(pages, res, repeatPayment);
  if (outcome.kind === 'invalid') {
    const errors = asShownFields(SHOWN_CARD_FIELDS, outcome.fields);
    return showAgreement(pages, res.status(422), repeatPayment, { typed, errors });
  }
  if (outcome.why === 'not_enabled') show(res.status(503), noCardsPage());
  else {
    const status = outcome.why === 'not_as_shown' ? 409 : 422;
    await showAgreement(pages, res.status(status), repeatPayment, { typed, message: SENTENCES[outcome.why] });
  }
}

/** Another request has the start: its answer decides where this one goes, too. */
async function goOnWhenAnswered(
  pages: RepeatPaymentPages,
  res: Response,
  repeatPayment: RepeatPayment,
): Promise<void> {
  await withTimeout(CUSTOMER_WAITS_MS, pages.repeatPayments.inFlight.settled(repeatPayment.id));
  return goOn(pages, res, repeatPayment);
}

/** To the bank when it waits, and to the one address, which always knows, otherwise. */
async function goOn(
  { repeatPayments: { store } }: RepeatPaymentPages,
  res: Response,
  repeatPayment: RepeatPayment,
): Promise<void> {
  const current = (await store.find(repeatPayment.id)) ?? repeatPayment;
  const isChallenged = liveEnrolment(current)?.status === 'challenged';
  res.redirect(303, (isChallenged ? paths.repeatPaymentBank : paths.repeatPayment)(repeatPayment));
}
