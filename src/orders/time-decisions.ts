import { later, MINUTE } from '../clock';
import type { AttemptMove, OrderChange } from './history';
import type { Attempt, Order } from './order';

/** An attempt whose charge has not been answered for so long has lost its process: its outcome is unknown. */
export const CHARGE_LOST_AFTER_MS = 2 * MINUTE;
/** An outcome unknown for so long is shown to a human. */
export const FLAG_UNKNOWN_AFTER_MS = 15 * MINUTE;
/** A bank's answer may arrive a little after its intent's life. */
export const CHALLENGE_GRACE_MS = 2 * MINUTE;

export interface TimeDecision {
  readonly at: Date;
  readonly change: AttemptMove | Extract<OrderChange, { type: 'review_flagged' }>;
}

/**
 * What time alone will decide of an attempt when nothing else does, and when. Written down, it gives way to the next decision.
 * A transaction that is known is never given up: it is read again until it says what became of the money.
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
      return order.review ? (transactionId === null ? givenUp : null) : flagged(chargedAt);
    case 'pending':
      return order.review || attempt.method === 'direct_debit' ? null : flagged(chargedAt);
    default:
      return null;
  }
}

function flagged(chargedAt: Date): TimeDecision {
  return {
    at: later(chargedAt, FLAG_UNKNOWN_AFTER_MS),
    change: { type: 'review_flagged', reason: 'outcome_unknown' },
  };
}
