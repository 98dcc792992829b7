import { later } from '../clock';
import { changeOrder } from '../orders/change-order';
import { CHALLENGE_GRACE_MS, CHARGE_LOST_AFTER_MS, FLAG_UNKNOWN_AFTER_MS } from '../orders/due';
import type { Cause, OrderChange } from '../orders/history';
import type { Attempt, Order } from '../orders/order';
import { isInFlight } from '../orders/status';
import { expiry } from './close-order';
import type { Payments } from './payments';

/** Facts that leave nothing to the clock: money is somewhere, and only a human can say where. */
const HELD_FOR_A_HUMAN = ['wrong_amount', 'unknown_status'];

/**
 * Writes down what time alone has decided: charges that lost their process, outcomes unknown for too long, challenges whose intent is
 * over, the order's own end.
 */
export async function letTimePass(payments: Payments, orderId: string, cause: Cause): Promise<Order> {
  for (;;) {
    const { order, changes } = await changeOrder(payments, orderId, cause, (current) =>
      decidedByTime(current, payments.clock.now()),
    );
    if (changes.length === 0) return order;
  }
}

/** One step of it; what follows from that is the next. */
export function decidedByTime(order: Order, now: Date): readonly OrderChange[] {
  const changes = order.attempts
    .filter(isInFlight)
    .flatMap((attempt) => attemptDecidedByTime(order, attempt, now));
  return changes.length > 0 ? changes : expiry(order, now);
}

function attemptDecidedByTime(order: Order, attempt: Attempt, now: Date): readonly OrderChange[] {
  const { id: attemptId, chargedAt, status } = attempt;
  if (!chargedAt) return [];
  const intentIsOver = now > later(attempt.intent.expiresAt, CHALLENGE_GRACE_MS);
  if (status === 'charging' && now > later(chargedAt, CHARGE_LOST_AFTER_MS)) {
    return [{ type: 'outcome_unknown', attemptId, transactionId: null }];
  }
  if (status === 'challenged' && intentIsOver) return [{ type: 'attempt_abandoned', attemptId }];
  const isClearing = status === 'pending' && attempt.method === 'direct_debit';
  if (status === 'challenged' || isClearing) return [];
  if (!order.review && now > later(chargedAt, FLAG_UNKNOWN_AFTER_MS))
    return [{ type: 'review_flagged', reason: 'outcome_unknown' }];
  const isHeld = attempt.transactionId !== null || HELD_FOR_A_HUMAN.includes(order.review?.reason ?? '');
  return status === 'unknown' && intentIsOver && order.review && !isHeld
    ? [{ type: 'attempt_abandoned', attemptId }]
    : [];
}
