import { later, MINUTE } from '../../clock';
import type { HostedPage } from '../../hosted-pages/hosted-page';
import { paths } from '../../paths';
import { dayOf, type Day } from '../schedule/days';
import type { Move, RepeatPayment, Schedule, ShownPayment } from '../schedule/repeat-payment';
import { isRunning } from '../schedule/status';
import { dayText, momentText } from './day-texts';
import { paymentsSoFar, type PaymentsSoFar } from './payment-rows';
import { planTexts } from './plan-texts';

/** What the customer may print and keep of payments that have started: a pure reading of them. */
export function planPage(repeatPayment: RepeatPayment, schedule: Schedule, now: Date): HostedPage {
  const today = dayOf(now);
  const soFar = paymentsSoFar(repeatPayment, today);
  const failed = failedPayments(repeatPayment);
  return {
    view: 'repeat-payments/plan',
    page: {
      ...headline(schedule, failed),
      alert: alertOf(repeatPayment, failed),
      cardNews: cardNews(repeatPayment, now),
      next: nextText(schedule, soFar, today),
      past: soFar.past,
      coming: isRunning(repeatPayment) ? soFar.coming : { rows: [], more: null },
      agreed: planTexts(repeatPayment.plan, schedule.agreedOn, today).sentence,
      facts: factsOf(repeatPayment, schedule, soFar),
      newCardHref: mayReplaceCard(repeatPayment) ? paths.repeatPaymentNewCard(repeatPayment) : null,
      mayStop: isRunning(repeatPayment),
      continueHref: shopHref(repeatPayment),
      continueKind: failed.length > 0 ? 'secondary' : 'primary',
    },
  };
}

/** Not before the last card that was entered is settled. */
export function mayReplaceCard(repeatPayment: RepeatPayment): boolean {
  const last = lastCardUpdate(repeatPayment);
  return isRunning(repeatPayment) && last?.status !== 'claimed' && last?.status !== 'unknown';
}

function headline({ status }: Schedule, failed: readonly ShownPayment[]) {
  if (status === 'cancelled')
    return { title: 'Payments stopped', heading: 'Your payments were stopped', tone: 'neutral' };
  if (status === 'completed')
    return failed.length > 0
      ? { title: 'Payments over', heading: 'Your payments are over', tone: 'neutral' }
      : { title: 'All paid', heading: 'All payments are made', tone: 'good' };
  return failed.length > 0
    ? { title: 'A payment did not go through', heading: 'A payment did not go through', tone: 'bad' }
    : { title: 'Payments set up', heading: 'Your payments are set up', tone: 'good' };
}

/** Declined, and no other card was entered since. */
function failedPayments(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const replaced = repeatPayment.moves.findLast(isDone)?.at ?? null;
  return repeatPayment.payments.filter(
    ({ status, since }) => status === 'declined' && (replaced === null || replaced < since),
  );
}

function isDone({ kind, status }: Move): boolean {
  return kind === 'update_card' && status === 'done';
}

function lastCardUpdate({ moves }: RepeatPayment): Move | null {
  return moves.findLast(({ kind }) => kind === 'update_card') ?? null;
}

function alertOf(repeatPayment: RepeatPayment, failed: readonly ShownPayment[]): string | null {
  const last = failed.at(-1);
  if (!last) return null;
  const which =
    failed.length === 1
      ? `The payment of ${dayText(last.date)} was declined.`
      : `${failed.length} payments were declined, the last one on ${dayText(last.date)}.`;
  return mayReplaceCard(repeatPayment)
    ? `${which} Please replace your card, so that the next payments go through. What did not go through is still to be paid: the shop may have it taken again, or write to you.`
    : `${which} What did not go through is still to be paid: please ask the shop how.`;
}

const NEWS_FOR_MS = 10 * MINUTE;

function cardNews(repeatPayment: RepeatPayment, now: Date): string | null {
  const last = lastCardUpdate(repeatPayment);
  if (!last || !isRunning(repeatPayment)) return null;
  if (last.status === 'claimed' || last.status === 'unknown')
    return 'We do not know yet whether your new card was taken over. Please do not enter it again: the shop looks into it.';
  const isNews = last.status === 'done' && now < later(last.at, NEWS_FOR_MS);
  return isNews ? 'Your new card is in place: it is used from the next payment on.' : null;
}

function nextText(schedule: Schedule, { next }: PaymentsSoFar, today: Day): string | null {
  if (schedule.status === 'cancelled') return 'Nothing more will be taken.';
  if (schedule.status === 'completed' || !next) return null;
  return next.date === dayText(today)
    ? `${next.amount} is due today.`
    : `The next payment is ${next.amount} on ${next.date}.`;
}

function factsOf(repeatPayment: RepeatPayment, schedule: Schedule, soFar: PaymentsSoFar) {
  const replaced = repeatPayment.moves.findLast(isDone);
  const all = [
    { label: 'Reference', value: repeatPayment.reference },
    { label: 'Agreed on', value: dayText(schedule.agreedOn) },
    { label: 'Taken so far', value: soFar.taken ?? '' },
    { label: 'Given back', value: soFar.givenBack ?? '' },
    { label: 'Still to come', value: isRunning(repeatPayment) ? (soFar.left ?? '') : '' },
    { label: 'Card replaced', value: replaced ? momentText(replaced.at) : '' },
  ];
  return all.filter(({ value }) => value !== '');
}

/** The shop's own address with our id, and nothing that could be mistaken for proof of payment. */
function shopHref({ id, successUrl }: RepeatPayment): string | null {
  if (successUrl === null) return null;
  const url = new URL(successUrl);
  url.searchParams.set('repeat_payment_id', id);
  return url.href;
}
