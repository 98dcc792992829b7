import { createHash } from 'node:crypto';
import type { Order, ReviewReason } from './order';

/** Reasons that the same reading of the same payments brings up again and again. */
const LASTING: readonly ReviewReason[] = ['wrong_amount', 'unknown_status', 'outcome_unknown'];

/** A reason and the payments as they are: what a human has looked at is not shown again until something about them changes. */
export function reviewedState(order: Order, reason: ReviewReason): string {
  const payments = order.attempts
    .filter(({ chargedAt }) => chargedAt !== null)
    .map(({ id, status, transactionId }) => `${id} ${status} ${transactionId ?? ''}`);
  const digest = createHash('sha256').update(payments.join('\n')).digest('base64url');
  return `${reason} ${digest.slice(0, 22)}`;
}

/** Whether a human has closed a review for this reason, and nothing about the payments has changed since. */
export function isSettledByHuman(order: Order, reason: ReviewReason): boolean {
  return LASTING.includes(reason) && order.settledReviews.includes(reviewedState(order, reason));
}

/** Whether a human has said that the payments may stay as they are, whatever it was about them. */
export function isReviewedByHuman(order: Order): boolean {
  return LASTING.some((reason) => isSettledByHuman(order, reason));
}
