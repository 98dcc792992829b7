import { changeOrder } from '../store/change-order';
import type { Order } from '../domain/order';
import type { Payments } from './payments';

/**
 * The shopper leaves the bank's page for another card. If the bank approves the payment after all, it is recorded, and refunded when the
 * order was paid otherwise.
 */
export async function giveUpChallenge(payments: Payments, held: Order | string): Promise<Order> {
  const { order } = await changeOrder(payments, held, { by: 'customer' }, (current) => {
    const challenged = current.attempts.filter(({ challenge }) => challenge !== null);
    return challenged.map((attempt) => ({ type: 'attempt_abandoned', attemptId: attempt.id }));
  });
  return order;
}
