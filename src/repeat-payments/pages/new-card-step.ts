import type { Request, Response } from 'express';
import { BlinkError } from '../../blink/errors';
import { SECOND } from '../../kernel/clock';
import { cardScripts } from '../../pages/card-fields';
import { readOnlyCardForm, type OnlyCardForm } from '../../pages/card-form';
import type { RejectedForm } from '../../pages/form-errors';
import { show } from '../../pages/hosted-page';
import { messagePage } from '../../pages/message-page';
import { withTimeout } from '../../kernel/with-timeout';
import { paths } from '../../kernel/paths';
import type { RepeatPayment } from '../domain/repeat-payment';
import { CardCheckUsed, CardNotReplaceable, CardPageOutdated } from '../use-cases/operation-errors';
import { openCardUpdate } from '../use-cases/open-card-update';
import { CardsNotOffered } from '../use-cases/open-enrolment';
import { updateCard, type CardUpdateOutcome } from '../use-cases/update-card';
import { lastCardUpdate } from './card-updates';
import { newCardPage } from './new-card-page';
import { noCardsPage, unavailablePage } from './pages';
import { repeatPaymentAt, type RepeatPaymentPages } from './repeat-payment-pages';
import { shownPlanFrom } from './shown-plan';

const CUSTOMER_WAITS_MS = 8 * SECOND;

const SENTENCES = {
  not_as_shown:
    'Your payments may have changed since this page was opened, so your card was not taken over. Please read it again and enter your card once more.',
  form_over: 'This page was out of date, so your card was not taken over. Please enter your card once more.',
  refused: 'Your card was not taken over. Please check it, or enter another one.',
  not_sent: 'We could not reach the payment service. Please enter your card and try again.',
} as const;

/** Shows the form for another card; no more than a check of it comes of it. */
export async function showNewCard(
  pages: RepeatPaymentPages,
  res: Response,
  repeatPayment: RepeatPayment,
  again: RejectedForm = {},
): Promise<void> {
  const { repeatPayments: deps } = pages;
  try {
    const admission = pages.limits.admission(repeatPayment.id, res);
    const opened = await openCardUpdate(deps, repeatPayment.id, { by: 'customer' }, admission);
    const page = newCardPage({ ...opened, now: deps.clock.now() }, again, cardScripts(pages, res));
    show(res, page, 'card');
  } catch (error) {
    if (error instanceof CardNotReplaceable) {
      goBack(res, repeatPayment);
      return;
    }
    if (!(error instanceof CardsNotOffered || error instanceof BlinkError)) throw error;
    deps.log.error({ repeatPaymentId: repeatPayment.id, err: error }, 'a card form could not be offered');
    const address = paths.repeatPaymentNewCard(repeatPayment);
    show(res.status(503), error instanceof CardsNotOffered ? noCardsPage() : unavailablePage(address));
  }
}

/** Takes the posted card and has it used from now on. */
export async function takeNewCard(pages: RepeatPaymentPages, req: Request, res: Response): Promise<void> {
  const repeatPayment = await repeatPaymentAt(pages, req);
  const read = readOnlyCardForm(req.body);
  if (!read.ok) return showNewCard(pages, res.status(422), repeatPayment, read);
  const outcome = await withTimeout(
    CUSTOMER_WAITS_MS,
    replace(pages, repeatPayment, read.form, shownPlanFrom(req.body)),
  );
  if (outcome === 'not_now') return goOnAfterOther(pages, res, repeatPayment);
  if (outcome === 'not_as_shown')
    return showNewCard(pages, res.status(409), repeatPayment, sentence('not_as_shown'));
  if (outcome === 'still_waiting' || outcome.kind !== 'not_updated') goBack(res, repeatPayment);
  else if (outcome.why === 'too_many') show(res.status(429), tooManyCardsPage(repeatPayment));
  else await showNewCard(pages, res.status(STATUS[outcome.why]), repeatPayment, sentence(outcome.why));
}

const STATUS = { form_over: 409, refused: 422, not_sent: 422 } as const;

function sentence(why: keyof typeof SENTENCES): RejectedForm {
  return { message: SENTENCES[why] };
}

async function replace(
  { repeatPayments: deps }: RepeatPaymentPages,
  { id }: RepeatPayment,
  { attempt_id: cardCheckId, paymentToken }: OnlyCardForm,
  shown: string,
): Promise<CardUpdateOutcome | 'not_now' | 'not_as_shown'> {
  try {
    const at = { repeatPaymentId: id, cardCheckId };
    return await updateCard(deps, at, { paymentToken, shown }, { by: 'customer' });
  } catch (error) {
    if (error instanceof CardPageOutdated) return 'not_as_shown';
    if (error instanceof CardCheckUsed || error instanceof CardNotReplaceable) return 'not_now';
    throw error;
  }
}

/** Another request has sent this form, pressed twice, or another card: what became of that is shown. */
async function goOnAfterOther(
  pages: RepeatPaymentPages,
  res: Response,
  repeatPayment: RepeatPayment,
): Promise<void> {
  const { inFlight, store } = pages.repeatPayments;
  await withTimeout(CUSTOMER_WAITS_MS, inFlight.settled(repeatPayment.id));
  const current = (await store.find(repeatPayment.id)) ?? repeatPayment;
  if (lastCardUpdate(current)?.status === 'refused')
    await showNewCard(pages, res.status(422), current, sentence('refused'));
  else goBack(res, repeatPayment);
}

function tooManyCardsPage(repeatPayment: RepeatPayment) {
  return messagePage({
    heading: 'Too many cards today',
    paragraphs: [
      'So many cards were entered in one day that no other can be taken now. Please try again tomorrow, or ask the shop.',
    ],
    links: [{ label: 'Back to your payments', href: paths.repeatPayment(repeatPayment) }],
  });
}

function goBack(res: Response, repeatPayment: RepeatPayment): void {
  res.redirect(303, paths.repeatPayment(repeatPayment));
}
