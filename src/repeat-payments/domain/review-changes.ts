import type { Change } from './history';
import type { RepeatPayment, ReviewReason } from './repeat-payment';
import { isSettledByHuman } from './settled-reviews';

/** Flags the repeat payment for review, unless a human has settled this reason or another review is open. */
export function flagged(repeatPayment: RepeatPayment, reason: ReviewReason, now: Date): readonly Change[] {
  return isSettledByHuman(repeatPayment, reason, now) ? [] : shownToHuman(repeatPayment, reason);
}

/** Flags the repeat payment for review, even when a human has settled this reason before. */
export function shownToHuman({ review }: RepeatPayment, reason: ReviewReason): readonly Change[] {
  return review && !outranks(reason, review.reason) ? [] : [{ type: 'review_flagged', reason }];
}

/** Closes the review, when its reason has settled by itself. */
export function settled(
  { review }: RepeatPayment,
  reasons: readonly ReviewReason[],
  note: string,
): readonly Change[] {
  return review && reasons.includes(review.reason)
    ? [{ type: 'review_closed', resolution: 'settled', note }]
    : [];
}

/** A customer who may be charged twice comes first, and one who still is before one who was. */
const URGENCY: Readonly<Partial<Record<ReviewReason, number>>> = {
  still_running: 2,
  started_twice: 1,
  started_late: 1,
};

function outranks(reason: ReviewReason, shown: ReviewReason): boolean {
  return (URGENCY[reason] ?? 0) > (URGENCY[shown] ?? 0);
}
