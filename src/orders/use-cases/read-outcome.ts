import { currentTransactionsOf } from '../domain/attempt-transactions';
import { changeOrder } from '../store/change-order';
import type { Order, ReviewReason } from '../domain/order';
import type { Payments } from './payments';
import { flaggedIfCalm } from './review-changes';
import type { AttemptReference } from './verify';
import type { Cause } from '../../ledger/line';

const CAUSE: Cause = { by: 'system', evidence: "Blink's answer about reserved money" };

/**
 * Reads what became of reserved money after Blink was asked to move it. What cannot be read now is read by the sweep.
 * @param review what the order is shown to a human for while it stays unknown; null when Blink said that it was done
 */
export async function readOutcome(
  payments: Payments,
  at: AttemptReference,
  review: ReviewReason | null,
): Promise<Order> {
  const asked = await payments.orders.find(at.orderId);
  const attempt = asked?.attempts.find(({ id }) => id === at.attemptId);
  for (const transactionId of attempt ? currentTransactionsOf(attempt) : []) {
    try {
      await payments.verify(at, transactionId, CAUSE);
    } catch (error) {
      payments.log.warn({ ...at, transactionId, err: error }, 'a transaction could not be read yet');
    }
  }
  const { order } = await changeOrder(payments, at.orderId, CAUSE, (current) => {
    const claim = current.attempts.find(({ id }) => id === at.attemptId)?.claim;
    return review && claim?.status === 'unknown' ? flaggedIfCalm(current, review) : [];
  });
  return order;
}
