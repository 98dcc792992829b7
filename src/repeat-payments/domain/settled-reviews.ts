import { overdueAt } from './payment-days';
import type { RepeatPayment, ReviewReason } from './repeat-payment';
import { settledFacts, orphanState } from './review-rules';

/** What a human has looked at is not shown again for the same reason while the facts are the same. */
export function isSettledByHuman(repeatPayment: RepeatPayment, reason: ReviewReason, now: Date): boolean {
  const { settledReviews } = repeatPayment;
  if (reason === 'payment_overdue') return overdueIds(repeatPayment, now).every(isAmong(settledReviews));
  return settledReviews.includes(reviewedState(repeatPayment, reason, now));
}

/** A review that ended by itself was looked at by nobody. */
export function settledBy(repeatPayment: RepeatPayment, resolution: string, at: Date): readonly string[] {
  const { review, settledReviews } = repeatPayment;
  if (!review || resolution === 'settled') return settledReviews;
  const facts = settledFacts(repeatPayment, review.reason);
  return [...settledReviews, reviewedState(repeatPayment, review.reason, at), ...(facts ? [facts] : [])];
}

/** The facts that the reason is about, as a short text. */
function reviewedState(repeatPayment: RepeatPayment, reason: ReviewReason, now: Date): string {
  const { schedule, setups, strays, payments, moves } = repeatPayment;
  switch (reason) {
    case 'payment_overdue':
      return [reason, ...overdueIds(repeatPayment, now)].join('/');
    case 'started_twice':
    case 'started_late':
      return orphanState(reason, strays.length);
    case 'outcome_unknown':
      return `${reason}/${setups.length}`;
    case 'cancel_unknown':
    case 'refund_unknown':
    case 'retry_unknown':
    case 'card_update_unknown':
      return `${reason}/${moves.length}`;
    case 'unknown_status':
    case 'plan_differs':
    case 'still_running':
    case 'replaced_at_blink':
    case 'schedule_missing':
      return `${reason}/${schedule?.status ?? ''}/${payments.length}`;
    default:
      return reason satisfies never;
  }
}

function overdueIds({ payments }: RepeatPayment, now: Date): readonly string[] {
  return payments.filter((each) => overdueAt(each) <= now).map(({ id }) => String(id));
}

/** Whoever looked later saw more of them at once. */
function isAmong(settledReviews: readonly string[]): (id: string) => boolean {
  const seen = settledReviews
    .map((each) => each.split('/'))
    .filter(([reason]) => reason === 'payment_overdue')
    .flat();
  return (id) => seen.includes(id);
}
