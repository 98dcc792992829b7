import { currentTransactionsOf } from '../domain/attempt-transactions';
import { changeOrder } from '../store/change-order';
import type { Order, ReviewReason } from '../domain/order';
import type { Payments } from './payments';
import { flaggedIfCalm } from './review-changes';
import type { Cause } from '../../ledger/line';

const CAUSE: Cause = { by: 'system', evidence: "Blink's answer about reserved money" };

/**
 * Reads what became of authorised money after Blink was asked to capture or void it. What cannot be read now is read by the sweep.
 * @param asked the order as it was written when Blink had answered
 * @param review what the order is shown to a human for while it stays unknown; null when Blink said that it was done
 */
export async function readOutcome(
  payments: Payments,
  asked: Order,
  attemptId: string,
  review: ReviewReason | null,
): Promise<Order> {
  const at = { orderId: asked.id, attemptId };
  const attempt = asked.attempts.find(({ id }) => id === attemptId);
  let latest = asked;
  for (const transactionId of attempt ? currentTransactionsOf(attempt) : []) {
    try {
      const verdict = await payments.verify(at, transactionId, CAUSE, latest);
      if (verdict.kind === 'ours') latest = verdict.order;
    } catch (error) {
      payments.log.warn({ ...at, transactionId, err: error }, 'a transaction could not be read yet');
    }
  }
  const { order } = await changeOrder(payments, latest, CAUSE, (current) => {
    const claim = current.attempts.find(({ id }) => id === attemptId)?.claim;
    return review && claim?.status === 'unknown' ? flaggedIfCalm(current, review) : [];
  });
  return order;
}
