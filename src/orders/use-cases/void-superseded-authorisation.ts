import type { Order } from '../domain/order';
import { askOnce } from '../../payments/ask-once';
import type { PaymentContext } from './context';

/**
 * Money that was captured by charging the card anew leaves the authorisation behind: the shopper would have both on the statement until the
 * bank forgets one. It is voided, once and without anybody waiting; where Blink does not, it runs out by itself.
 */
export function voidSupersededAuthorisation(context: PaymentContext, order: Order, attemptId: string): void {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  const transactionId = attempt?.authorisationId;
  if (attempt?.status !== 'captured' || !transactionId) return;
  const move = { transactionId, amount: attempt.amount, reference: attemptId };
  void context.inFlight.track(order.id, () =>
    askOnce(context.log, { orderId: order.id, attemptId, transactionId }, () =>
      context.blink.transactions.cancel(move),
    ),
  );
}
