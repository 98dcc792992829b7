import { currentTransactionsOf } from '../domain/attempt-transactions';
import { readsOf } from '../domain/due';
import type { Attempt, Order } from '../domain/order';
import { knownOrder } from '../store/change-order';
import { applyTimeouts } from './apply-timeouts';
import type { Payments } from './payments';
import type { Cause } from '../../ledger/line';

/**
 * Asks Blink what became of every transaction of an order that may still change, and lets time decide the rest.
 * @param justRead the order as the caller has just read it, or its id
 * @throws BlinkUnavailable, BlinkRefused when a transaction could not be read: what was read before stays
 */
export function refreshOrder(payments: Payments, justRead: Order | string, cause: Cause): Promise<Order> {
  return refresh(payments, justRead, () => true, cause);
}

/** The same for one attempt alone. */
export function refreshAttempt(
  payments: Payments,
  justRead: Order | string,
  attemptId: string,
  cause: Cause,
): Promise<Order> {
  return refresh(payments, justRead, ({ id }) => id === attemptId, cause);
}

async function refresh(
  payments: Payments,
  justRead: Order | string,
  isMeant: (attempt: Attempt) => boolean,
  cause: Cause,
): Promise<Order> {
  const order = await knownOrder(payments, justRead);
  let latest = order;
  for (const attempt of order.attempts.filter(isMeant).filter(mayStillChange)) {
    for (const transactionId of currentTransactionsOf(attempt)) {
      const at = { orderId: order.id, attemptId: attempt.id };
      const verdict = await payments.verify(at, transactionId, cause, latest);
      latest = verdict.kind === 'ours' ? verdict.order : await knownOrder(payments, order.id);
    }
  }
  return applyTimeouts(payments, latest, cause);
}

function mayStillChange(attempt: Attempt): boolean {
  return readsOf(attempt).length > 0;
}
