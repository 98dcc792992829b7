import { createHash } from 'node:crypto';
import type { Order, ReviewReason } from './order';

/** Reasons that reading the same payments finds again each time. */
const LASTING: readonly ReviewReason[] = ['wrong_amount', 'unknown_status', 'outcome_unknown'];

/** A reason with the state of the payments: a review that a human closed is not opened again until that state changes. */
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

/** Whether a human has closed any lasting review for the payments as they are now. */
export function isReviewedByHuman(order: Order): boolean {
  return LASTING.some((reason) => isSettledByHuman(order, reason));
}
