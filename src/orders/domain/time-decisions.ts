import { METHODS } from '../../payments/methods';
import { later, MINUTE } from '../../kernel/clock';
import { moneyDecisionOf, refundDecisionOf } from './money-decisions';
import { isReviewedByHuman } from './settled-reviews';
import type { Attempt, Order } from './order';
import {
  CHARGE_LOST_AFTER_MS,
  FLAG_ACCEPTED_AFTER_MS,
  FLAG_DEBIT_AFTER_MS,
  FLAG_UNKNOWN_AFTER_MS,
} from './timeouts';
import type { TimeDecision } from './time-decision';

/** A bank's answer may arrive a little after its intent has expired. */
export const CHALLENGE_GRACE_MS = 2 * MINUTE;

/** What time alone will decide about an order, apart from its own expiry. */
export function timeDecisionsOf(order: Order): readonly TimeDecision[] {
  return [
    ...order.attempts.flatMap((attempt) => timeDecisionOf(order, attempt) ?? []),
    ...order.refunds.flatMap((refund) => refundDecisionOf(order, refund) ?? []),
  ];
}

/**
 * What time alone will decide about an attempt when nothing else does, and when. Once recorded, the next decision takes its place.
 * An attempt with a known transaction is never given up: the transaction is read again until it says what became of the money.
 */
export function timeDecisionOf(order: Order, attempt: Attempt): TimeDecision | null {
  const { id: attemptId, chargedAt, status, transactionId } = attempt;
  if (!chargedAt) return null;
  const intentIsOver = later(attempt.intent.expiresAt, CHALLENGE_GRACE_MS);
  const givenUp: TimeDecision = { at: intentIsOver, change: { type: 'attempt_abandoned', attemptId } };
  switch (status) {
    case 'charging':
      return {
        at: later(chargedAt, CHARGE_LOST_AFTER_MS),
        change: { type: 'outcome_unknown', attemptId, transactionId },
      };
    case 'challenged':
      return givenUp;
    case 'unknown':
      return isInReview(order) ? (transactionId === null ? givenUp : null) : flagged(chargedAt);
    case 'pending':
      // The bank's page has expired; the transaction has not ended.
      if (attempt.challenge && transactionId !== null)
        return { at: intentIsOver, change: { type: 'outcome_pending', attemptId, transactionId } };
      return isInReview(order) ? null : flagged(chargedAt, flagAfterMs(attempt));
    case 'authorised':
    case 'captured':
      return moneyDecisionOf(order, attempt);
    default:
      return null;
  }
}

/** Whether the order is in review, or a human has closed its review. */
function isInReview(order: Order): boolean {
  return order.review !== null || isReviewedByHuman(order);
}

/** A direct debit needs days, and is read on each of them; a payment that Blink has accepted is captured within one. */
function flagAfterMs({ method, accepted }: Attempt): number {
  if (METHODS[method].settles === 'in_days') return FLAG_DEBIT_AFTER_MS;
  return accepted ? FLAG_ACCEPTED_AFTER_MS : FLAG_UNKNOWN_AFTER_MS;
}

function flagged(chargedAt: Date, afterMs = FLAG_UNKNOWN_AFTER_MS): TimeDecision {
  return {
    at: later(chargedAt, afterMs),
    change: { type: 'review_flagged', reason: 'outcome_unknown' },
  };
}
