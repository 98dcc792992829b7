import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Payments } from './payments';
import type { AttemptReference } from './verify';

/** The shopper has left the bank's page: what Blink still calls under way waits for nobody there, and is not to be paid in another way. */
export async function backFromBank(
  payments: Pick<Payments, 'orders' | 'clock' | 'ids'>,
  { orderId, attemptId }: AttemptReference,
): Promise<void> {
  await changeOrder(payments, orderId, { by: 'return' }, (current) => {
    const attempt = current.attempts.find(({ id }) => id === attemptId);
    if (attempt?.status !== 'pending' || !attempt.challenge || !attempt.transactionId) return [];
    const { transactionId } = attempt;
    return [{ type: 'outcome_pending', attemptId, transactionId } satisfies OrderChange];
  });
}
