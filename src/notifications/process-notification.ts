import { currentTransactionsOf } from '../orders/domain/attempt-transactions';
import type { Attempt, Order } from '../orders/domain/order';
import type { Payments } from '../orders/use-cases/payments';
import { refreshAttempt } from '../orders/use-cases/refresh-order';
import type { Notification } from './store';

const CAUSE = { by: 'notification' } as const;

/**
 * Looks at the payment that a notice is about, and takes nothing else from it.
 * @returns what is to be looked at next: the transaction that is known of the payment, where the notice named another's
 * @throws BlinkUnavailable, BlinkRefused when Blink could not be asked: the notice is to be worked off again later
 */
export async function processNotification(
  payments: Payments,
  notice: Notification,
): Promise<Notification | null> {
  const { orderId, attemptId, transactionId } = notice;
  const order = await payments.orders.find(orderId);
  const attempt = order?.attempts.find(({ id }) => id === attemptId);
  if (!order || !attempt) {
    payments.log.error(
      { orderId, attemptId, transactionId },
      'a genuine notification is about an order that is no longer kept',
    );
    return null;
  }
  if (transactionId === null) return workOffUnnamed(payments, order, attempt);
  const { kind } = await payments.verify({ orderId, attemptId }, transactionId, CAUSE, order);
  const isAnswered = kind === 'ours' || currentTransactionsOf(attempt).length === 0;
  return isAnswered ? null : { orderId, attemptId, transactionId: null };
}

async function workOffUnnamed(payments: Payments, order: Order, attempt: Attempt): Promise<null> {
  if (currentTransactionsOf(attempt).length === 0) {
    payments.log.error(
      { orderId: order.id, attemptId: attempt.id },
      'a genuine notification names no transaction, and none is known of its payment',
    );
  }
  await refreshAttempt(payments, order, attempt.id, CAUSE);
  return null;
}
