import { later, MINUTE } from '../../kernel/clock';
import type { HostedPage } from '../../pages/hosted-page';
import type { Texts } from '../../pages/texts/texts';
import { REPEAT_PAYMENT_ID_PARAMETER, withParameter } from '../../web/shop-url';
import { paths } from '../../kernel/paths';
import { dayOf, type Day } from '../domain/days';
import type { RepeatPayment, Schedule, ShownPayment } from '../domain/repeat-payment';
import { isRunning } from '../domain/status';
import { isCardReplaceable } from '../use-cases/open-card-update';
import { lastCardUpdate, lastReplacement } from './card-updates';
import { paymentsSoFar, type PaymentsSoFar } from './payment-rows';
import { planTexts } from './plan-texts';

/** What the customer may print and keep of payments that have started: a pure reading of them. */
export function planPage(
  texts: Texts,
  repeatPayment: RepeatPayment,
  schedule: Schedule,
  now: Date,
): HostedPage {
  const today = dayOf(now);
  const soFar = paymentsSoFar(texts, repeatPayment, today);
  const failed = failedPayments(repeatPayment);
  return {
    view: 'repeat-payments/plan',
    texts,
    page: {
      ...headline(texts, schedule, failed),
      alert: alertOf(texts, repeatPayment, failed),
      cardNews: cardNews(texts, repeatPayment, now),
      next: nextText(texts, schedule, soFar, today),
      past: soFar.past,
      upcoming: isRunning(repeatPayment) ? soFar.upcoming : { rows: [], more: null },
      agreed: planTexts(texts, repeatPayment.plan, schedule.agreedOn, null).sentence,
      facts: factsOf(texts, repeatPayment, schedule, soFar),
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

function headline({ planPage: page }: Texts, { status }: Schedule, failed: readonly ShownPayment[]) {
  if (status === 'cancelled') return { ...page.stopped, tone: 'neutral' };
  if (status === 'completed')
    return failed.length > 0 ? { ...page.over, tone: 'neutral' } : { ...page.allPaid, tone: 'good' };
  return failed.length > 0 ? { ...page.failed, tone: 'bad' } : { ...page.setUp, tone: 'good' };
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

function alertOf(texts: Texts, repeatPayment: RepeatPayment, failed: readonly ShownPayment[]): Alert | null {
  if (failed.length > 0) return { kind: 'error', text: failureText(texts, repeatPayment, failed) };
  const before = repeatPayment.payments.filter(({ status }) => status === 'declined');
  if (before.length === 0) return null;
  return { kind: 'info', text: texts.planPage.failedWithOldCard(which(texts, before)) };
}

function failureText(texts: Texts, repeatPayment: RepeatPayment, failed: readonly ShownPayment[]): string {
  const { replaceCard, askTheShop } = texts.planPage;
  return (mayReplaceCard(repeatPayment) ? replaceCard : askTheShop)(which(texts, failed));
}

function which({ planPage: page, values }: Texts, payments: readonly ShownPayment[]): string {
  const last = values.day(payments.at(-1)?.date ?? '');
  return payments.length === 1 ? page.thePaymentOf(last) : page.severalPayments(payments.length, last);
}

const NEWS_FOR_MS = 10 * MINUTE;

function cardNews({ newCard: { news } }: Texts, repeatPayment: RepeatPayment, now: Date): string | null {
  const last = lastCardUpdate(repeatPayment);
  if (!last || !isCardReplaceable(repeatPayment)) return null;
  if (last.status === 'claimed') return news.beingSent;
  if (last.status === 'unknown') return news.unknown;
  const isNews = last.status === 'done' && now < later(last.at, NEWS_FOR_MS);
  return isNews ? news.inPlace : null;
}

function nextText(
  { planPage: page, values }: Texts,
  schedule: Schedule,
  { next }: PaymentsSoFar,
  today: Day,
): string | null {
  if (schedule.status === 'cancelled') return page.nothingMore;
  if (schedule.status === 'completed' || !next) return null;
  return next.date === values.day(today) ? page.dueToday(next.amount) : page.next(next.amount, next.date);
}

function factsOf(
  { planPage: page, summary, values }: Texts,
  repeatPayment: RepeatPayment,
  schedule: Schedule,
  soFar: PaymentsSoFar,
) {
  const replaced = lastReplacement(repeatPayment);
  const { facts } = page;
  const all = [
    { label: summary.reference, value: repeatPayment.reference },
    { label: facts.agreedOn, value: values.day(schedule.agreedOn) },
    { label: facts.paidSoFar, value: soFar.paid ?? '' },
    { label: facts.refunded, value: soFar.refunded ?? '' },
    { label: page.upcoming, value: isRunning(repeatPayment) ? (soFar.left ?? '') : '' },
    { label: facts.cardReplaced, value: replaced ? values.moment(replaced.at) : '' },
  ];
  return all.filter(({ value }) => value !== '');
}

/** The shop's own address with our id, and nothing that could be mistaken for proof of payment. */
function shopHref({ id, successUrl }: RepeatPayment): string | null {
  return successUrl === null ? null : withParameter(successUrl, REPEAT_PAYMENT_ID_PARAMETER, id);
}
