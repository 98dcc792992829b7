import type { Payments } from '../payments/payments';
import { refreshOrder } from '../payments/refresh-order';
import type { Notice } from './inbox';

/**
 * Looks at the payment that a notice names, and takes nothing else from it.
 * @throws BlinkUnavailable, BlinkRefused when Blink could not be asked: the notice is to be worked off again later
 */
export async function workOff(
  payments: Payments,
  { orderId, attemptId, transactionId }: Notice,
): Promise<void> {
  const order = await payments.orders.find(orderId);
  if (!order?.attempts.some(({ id }) => id === attemptId)) {
    payments.log.error(
      { orderId, attemptId, transactionId },
      'a genuine notification is about an order that is no longer kept',
    );
    return;
  }
  const cause = { by: 'notification' } as const;
  if (transactionId) await payments.verify({ orderId, attemptId }, transactionId, cause);
  else await refreshOrder(payments, orderId, cause);
}
