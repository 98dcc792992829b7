import { overdueAt } from './payment-days';
import type { RepeatPayment, ReviewReason } from './repeat-payment';
import { factsSettledFor, isSettled, orphanState, settledFacts } from './review-rules';
import { isSameFact, word, type ReviewedFact, type SettledReview } from './settled-review';

/** Whether a human has settled the reason for the present facts: then it is not shown again until they change. */
export function isSettledByHuman(repeatPayment: RepeatPayment, reason: ReviewReason, now: Date): boolean {
  if (reason !== 'payment_overdue')
    return isSettled(repeatPayment, reviewedState(repeatPayment, reason, now));
  // Whoever looked later saw more of them at once.
  const seen = factsSettledFor(repeatPayment, reason);
  return overduePayments(repeatPayment, now).every((fact) => seen.some((each) => isSameFact(each, fact)));
}

/** A review that ended by itself was looked at by nobody. */
export function settledBy(
  repeatPayment: RepeatPayment,
  resolution: string,
  at: Date,
): readonly SettledReview[] {
  const { review, settledReviews } = repeatPayment;
  if (!review || resolution === 'settled') return settledReviews;
  const facts = settledFacts(repeatPayment, review.reason);
  return [...settledReviews, reviewedState(repeatPayment, review.reason, at), ...(facts ? [facts] : [])];
}

/** The facts that the reason is about. */
function reviewedState(repeatPayment: RepeatPayment, reason: ReviewReason, now: Date): SettledReview {
  const { schedule, setups, strays, payments, moves } = repeatPayment;
  switch (reason) {
    case 'payment_overdue':
      return { reason, facts: overduePayments(repeatPayment, now) };
    case 'started_twice':
    case 'started_late':
      return orphanState(reason, strays.length);
    case 'outcome_unknown':
      return { reason, facts: [word(setups.length)] };
    case 'cancel_unknown':
    case 'refund_unknown':
    case 'retry_unknown':
    case 'card_update_unknown':
      return { reason, facts: [word(moves.length)] };
    case 'unknown_status':
    case 'plan_differs':
    case 'still_running':
    case 'replaced_at_blink':
    case 'schedule_missing':
      return { reason, facts: [word(schedule?.status ?? ''), word(payments.length)] };
    default:
      return reason satisfies never;
  }
}

function overduePayments({ payments }: RepeatPayment, now: Date): readonly ReviewedFact[] {
  return payments.filter((each) => overdueAt(each) <= now).map(({ id }) => word(id));
}
