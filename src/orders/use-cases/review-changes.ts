import { isSettledByHuman } from '../domain/settled-reviews';
import type { OrderChange } from '../domain/history';
import type { Order, ReviewReason } from '../domain/order';

/** Shows the order to a human; once for one reason. */
export function flagged(order: Order, reason: ReviewReason): readonly OrderChange[] {
  const isKnown = order.review?.reason === reason || isSettledByHuman(order, reason);
  return isKnown ? [] : [{ type: 'review_flagged', reason }];
}

/** Shows the order to a human, unless it is shown already: the first reason tells more than what follows from it. */
export function flaggedIfCalm(order: Order, reason: ReviewReason): readonly OrderChange[] {
  return order.review ? [] : [{ type: 'review_flagged', reason }];
}

/** Nobody has to look any more: what the review was for has settled by itself. */
export function settled(
  order: Order,
  reasons: readonly ReviewReason[],
  note: string,
): readonly OrderChange[] {
  return order.review && reasons.includes(order.review.reason)
    ? [{ type: 'review_closed', resolution: 'settled', note }]
    : [];
}
