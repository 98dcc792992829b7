import type { Change } from './history';
import type { RepeatPayment, ReviewReason } from './repeat-payment';
import { isSettledByHuman } from './settled-reviews';

/** Shows it to a human; once for one reason, and not in the place of another that is still to be looked at. */
export function flagged(repeatPayment: RepeatPayment, reason: ReviewReason, now: Date): readonly Change[] {
  return isSettledByHuman(repeatPayment, reason, now) ? [] : shownToHuman(repeatPayment, reason);
}

/** What no human has settled. */
export function shownToHuman({ review }: RepeatPayment, reason: ReviewReason): readonly Change[] {
  return review && !outranks(reason, review.reason) ? [] : [{ type: 'review_flagged', reason }];
}

/** Nobody has to look any more: what the review was for has settled by itself. */
export function settled(
  { review }: RepeatPayment,
  reasons: readonly ReviewReason[],
  note: string,
): readonly Change[] {
  return review && reasons.includes(review.reason)
    ? [{ type: 'review_closed', resolution: 'settled', note }]
    : [];
}

/** A customer who may be charged twice comes before everything else, and one who still is before one who was. */
const URGENCY: Readonly<Partial<Record<ReviewReason, number>>> = {
  still_running: 2,
  started_twice: 1,
  started_late: 1,
};

function outranks(reason: ReviewReason, shown: ReviewReason): boolean {
  return (URGENCY[reason] ?? 0) > (URGENCY[shown] ?? 0);
}
