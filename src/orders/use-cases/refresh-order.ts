import { currentTransactionsOf } from '../domain/attempt-transactions';
import { readsOf } from '../domain/due';
import type { Attempt, Order } from '../domain/order';
import { OrderNotFound } from '../store/store';
import { applyTimeouts } from './apply-timeouts';
import type { Payments } from './payments';
import type { Cause } from '../../ledger/line';

/**
 * Asks Blink what became of every transaction of an order that may still change, and lets time decide the rest.
 * @throws BlinkUnavailable, BlinkRefused when a transaction could not be read: what was read before stays
 */
export function refreshOrder(payments: Payments, orderId: string, cause: Cause): Promise<Order> {
  return refresh(payments, orderId, () => true, cause);
}

/** The same for one attempt alone. */
export function refreshAttempt(
  payments: Payments,
  orderId: string,
  attemptId: string,
  cause: Cause,
): Promise<Order> {
  return refresh(payments, orderId, ({ id }) => id === attemptId, cause);
}

async function refresh(
  payments: Payments,
  orderId: string,
  isMeant: (attempt: Attempt) => boolean,
  cause: Cause,
): Promise<Order> {
  const order = await payments.orders.find(orderId);
  if (!order) throw new OrderNotFound();
  for (const attempt of order.attempts.filter(isMeant).filter(mayStillChange)) {
    for (const transactionId of currentTransactionsOf(attempt)) {
      await payments.verify({ orderId, attemptId: attempt.id }, transactionId, cause);
    }
  }
  return applyTimeouts(payments, orderId, cause);
}

function mayStillChange(attempt: Attempt): boolean {
  return readsOf(attempt).length > 0;
}
