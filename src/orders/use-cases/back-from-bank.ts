import { changeOrder, knownOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import type { Payments } from './payments';

/**
 * The shopper has left the bank's page: what Blink still calls under way waits for nobody there, and is not to be paid in another way.
 * @param justRead the order as the caller has just read it, or its id
 */
export async function backFromBank(
  payments: Pick<Payments, 'orders' | 'clock' | 'ids'>,
  justRead: Order | string,
  attemptId: string,
): Promise<void> {
  const order = await knownOrder(payments, justRead);
  const decide = (current: Order) => leftAtBank(current, attemptId);
  if (decide(order).length > 0) await changeOrder(payments, order, { by: 'return' }, decide);
}

function leftAtBank(order: Order, attemptId: string): readonly OrderChange[] {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  if (attempt?.status !== 'pending' || !attempt.challenge || !attempt.transactionId) return [];
  return [{ type: 'outcome_pending', attemptId, transactionId: attempt.transactionId }];
}
