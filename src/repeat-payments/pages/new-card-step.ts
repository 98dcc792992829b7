import { BlinkError } from '../../blink/errors';
import { cardScripts } from '../../pages/card-fields';
import { readOnlyCardForm, type OnlyCardForm } from '../../pages/card-form';
import type { RejectedForm } from '../../pages/form-errors';
import { show, type HostedPage } from '../../pages/hosted-page';
import { messagePage } from '../../pages/message-page';
import type { Texts } from '../../pages/texts/texts';
import { withTimeout } from '../../kernel/with-timeout';
import { paths } from '../../kernel/paths';
import { CardCheckUsed, CardNotReplaceable, CardPageOutdated } from '../use-cases/operation-errors';
import { openCardUpdate } from '../use-cases/open-card-update';
import { CardsNotOffered } from '../use-cases/open-enrolment';
import { updateCard, type CardUpdateOutcome } from '../use-cases/update-card';
import { lastCardUpdate } from './card-updates';
import { newCardPage } from './new-card-page';
import { noCardsPage, unavailablePage } from './pages';
import { shownPlanFrom } from './shown-plan';
import { CUSTOMER_WAITS_MS, goToPlan, type Visit } from './visit';

type Again = keyof Texts['newCard']['again'];

/** Shows the form for another card; no more than a check of it comes of it. */
export async function showNewCard(visit: Visit, again: RejectedForm = {}, status = 200): Promise<void> {
  const { pages, res, repeatPayment, texts } = visit;
  const { repeatPayments: deps } = pages;
  try {
    const admission = pages.limits.admission(repeatPayment.id, res);
    const opened = await openCardUpdate(deps, repeatPayment.id, { by: 'customer' }, admission);
    const open = { texts, ...opened, now: deps.clock.now() };
    show(res.status(status), newCardPage(open, again, cardScripts(pages, res)), 'card');
  } catch (error) {
    if (error instanceof CardNotReplaceable) {
      goToPlan(visit);
      return;
    }
    if (!(error instanceof CardsNotOffered || error instanceof BlinkError)) throw error;
    deps.log.error({ repeatPaymentId: repeatPayment.id, err: error }, 'a card form could not be offered');
    const address = paths.repeatPaymentNewCard(repeatPayment);
    const isNotOffered = error instanceof CardsNotOffered;
    show(res.status(503), isNotOffered ? noCardsPage(texts) : unavailablePage(texts, address));
  }
}

/** Takes the posted card and has it used from now on. */
export async function takeNewCard(visit: Visit): Promise<void> {
  const { req, res, texts } = visit;
  const read = readOnlyCardForm(texts, req.body);
  if (!read.ok) return showNewCard(visit, read, 422);
  const outcome = await withTimeout(CUSTOMER_WAITS_MS, replace(visit, read.form));
  if (outcome === 'not_now') return goOnAfterOther(visit);
  if (outcome === 'not_as_shown') return showAgain(visit, 'not_as_shown');
  if (outcome === 'still_waiting' || outcome.kind !== 'not_updated') goToPlan(visit);
  else if (outcome.why === 'too_many') show(res.status(429), tooManyCardsPage(visit));
  else await showAgain(visit, outcome.why);
}

const STATUS = { not_as_shown: 409, form_over: 409, refused: 422, not_sent: 422 } as const;

function showAgain(visit: Visit, why: Again): Promise<void> {
  return showNewCard(visit, { message: visit.texts.newCard.again[why] }, STATUS[why]);
}

async function replace(
  { pages: { repeatPayments: deps }, req, repeatPayment: { id } }: Visit,
  { attempt_id: cardCheckId, paymentToken }: OnlyCardForm,
): Promise<CardUpdateOutcome | 'not_now' | 'not_as_shown'> {
  try {
    const at = { repeatPaymentId: id, cardCheckId };
    const card = { paymentToken, shown: shownPlanFrom(req.body) };
    return await updateCard(deps, at, card, { by: 'customer' });
  } catch (error) {
    if (error instanceof CardPageOutdated) return 'not_as_shown';
    if (error instanceof CardCheckUsed || error instanceof CardNotReplaceable) return 'not_now';
    throw error;
  }
}

/** Another request has sent this form, pressed twice, or another card: what became of that is shown. */
async function goOnAfterOther(visit: Visit): Promise<void> {
  const { pages, repeatPayment } = visit;
  const { inFlight, store } = pages.repeatPayments;
  await withTimeout(CUSTOMER_WAITS_MS, inFlight.settled(repeatPayment.id));
  const current = (await store.find(repeatPayment.id)) ?? repeatPayment;
  if (lastCardUpdate(current)?.status === 'refused')
    await showAgain({ ...visit, repeatPayment: current }, 'refused');
  else goToPlan(visit);
}

function tooManyCardsPage({ texts, repeatPayment }: Visit): HostedPage {
  const { heading, text, back } = texts.newCard.tooManyCards;
  return messagePage(texts, {
    heading,
    paragraphs: [text],
    links: [{ label: back, href: paths.repeatPayment(repeatPayment) }],
  });
}
