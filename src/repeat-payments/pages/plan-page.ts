import { later, MINUTE } from '../../kernel/clock';
import type { HostedPage } from '../../pages/hosted-page';
import { REPEAT_PAYMENT_ID_PARAMETER, withParameter } from '../../web/shop-url';
import { paths } from '../../kernel/paths';
import { dayOf, type Day } from '../domain/days';
import type { RepeatPayment, Schedule, ShownPayment } from '../domain/repeat-payment';
import { isRunning } from '../domain/status';
import { isCardReplaceable } from '../use-cases/open-card-update';
import { lastCardUpdate, lastReplacement } from './card-updates';
import { dayText, momentText } from '../../kernel/day-texts';
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
      agreed: planTexts(repeatPayment.plan, schedule.agreedOn, null).sentence,
      facts: factsOf(repeatPayment, schedule, soFar),
      ...newCardHrefs(repeatPayment, failed),
      mayStop: isRunning(repeatPayment),
      continueHref: shopHref(repeatPayment),
      continueKind: failed.length > 0 ? 'secondary' : 'primary',
    },
  };
}

/** Up front where a payment failed, and else where it disturbs nobody. */
function newCardHrefs(repeatPayment: RepeatPayment, failed: readonly ShownPayment[]) {
  const href = mayReplaceCard(repeatPayment) ? paths.repeatPaymentNewCard(repeatPayment) : null;
  return failed.length > 0
    ? { urgentCardHref: href, newCardHref: null }
    : { urgentCardHref: null, newCardHref: href };
}

/** Not while another is being sent. */
function mayReplaceCard(repeatPayment: RepeatPayment): boolean {
  return isCardReplaceable(repeatPayment) && lastCardUpdate(repeatPayment)?.status !== 'claimed';
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
  const replaced = lastReplacement(repeatPayment)?.at ?? null;
  return repeatPayment.payments.filter(
    ({ status, since }) => status === 'declined' && (replaced === null || replaced < since),
  );
}

interface Alert {
  readonly kind: 'error' | 'info';
  readonly text: string;
}

const STILL_TO_BE_PAID = 'is still to be paid';

function alertOf(repeatPayment: RepeatPayment, failed: readonly ShownPayment[]): Alert | null {
  if (failed.length > 0) return { kind: 'error', text: failureText(repeatPayment, failed) };
  const before = repeatPayment.payments.filter(({ status }) => status === 'declined');
  if (before.length === 0) return null;
  const text = `${which(before)} did not go through with your old card and ${STILL_TO_BE_PAID}: the shop may have it taken again, or write to you.`;
  return { kind: 'info', text };
}

function failureText(repeatPayment: RepeatPayment, failed: readonly ShownPayment[]): string {
  const declined = `${which(failed)} did not go through.`;
  return mayReplaceCard(repeatPayment)
    ? `${declined} Please replace your card. What did not go through ${STILL_TO_BE_PAID}: the shop may have it taken again from the new one, or write to you.`
    : `${declined} What did not go through ${STILL_TO_BE_PAID}: please ask the shop how.`;
}

function which(payments: readonly ShownPayment[]): string {
  const last = dayText(payments.at(-1)?.date ?? '');
  return payments.length === 1
    ? `The payment of ${last}`
    : `${payments.length} payments, the last of ${last},`;
}

const NEWS_FOR_MS = 10 * MINUTE;

function cardNews(repeatPayment: RepeatPayment, now: Date): string | null {
  const last = lastCardUpdate(repeatPayment);
  if (!last || !isCardReplaceable(repeatPayment)) return null;
  if (last.status === 'claimed') return 'Your new card is being sent. Please look again in a moment.';
  if (last.status === 'unknown')
    return 'We do not know whether your new card was taken over. Please enter it once more: twice does no harm.';
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
  const replaced = lastReplacement(repeatPayment);
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
  return successUrl === null ? null : withParameter(successUrl, REPEAT_PAYMENT_ID_PARAMETER, id);
}
