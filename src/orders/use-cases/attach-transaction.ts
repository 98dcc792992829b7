import { AppError } from '../../kernel/errors';
import type { Attempt, Order } from '../domain/order';
import { knownOrder } from '../store/change-order';
import type { Payments } from './payments';
import type { Cause } from '../../ledger/line';

export class TransactionNotOfOrder extends AppError {
  readonly status = 409;
  readonly code = 'transaction_not_of_order';
  constructor() {
    super("Blink's transaction is not a payment of this order");
  }
}

/**
 * A human found the transaction in Blink's portal. It gets the same look as any other: naming it proves nothing.
 * @throws TransactionNotOfOrder when it carries none of the order's nonces or is another order's
 */
export async function attachTransaction(
  payments: Payments,
  orderId: string,
  transactionId: string,
  cause: Cause,
): Promise<Order> {
  const order = await knownOrder(payments, orderId);
  for (const attempt of order.attempts.filter(wasSent)) {
    const verdict = await payments.verify({ orderId, attemptId: attempt.id }, transactionId, cause, order);
    if (verdict.kind === 'ours') return verdict.order;
  }
  throw new TransactionNotOfOrder();
}

/** Blink was asked to charge it, whatever it answered. */
function wasSent({ chargedAt, turnedAwayAt }: Attempt): boolean {
  return chargedAt !== null || turnedAwayAt !== null;
}
