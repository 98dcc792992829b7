import { InvalidInput } from '../../kernel/errors';
import { refundedOf, payingAttempt } from '../../orders/domain/money-facts';
import type { Attempt, Order } from '../../orders/domain/order';
import type { OrderStore } from '../../orders/store/store';
import type { Customer } from '../../payments/customer';

export interface PaidCard {
  readonly transactionId: string;
  readonly customer: Customer;
}

/**
 * The card that an order was paid with.
 * @throws InvalidInput when there is no such order, or its money did not come from a card and stay
 */
export async function paidCardOf(orders: OrderStore, orderId: string): Promise<PaidCard> {
  const order = await orders.find(orderId);
  if (!order) throw wrong('is not the id of an order');
  const attempt = payingAttempt(order);
  if (!attempt) throw wrong('must be the id of a paid order');
  if (attempt.method !== 'card') throw wrong('must be the id of an order that was paid by card');
  if (attempt.status !== 'captured' || !attempt.transactionId || isAllGivenBack(order, attempt))
    throw wrong('must be the id of a paid order');
  return { transactionId: attempt.transactionId, customer: order.customer };
}

/** Who got all of it back has ended what the card was given for. */
function isAllGivenBack(order: Order, attempt: Attempt): boolean {
  const { done, underWay } = refundedOf(order, attempt);
  return done + underWay >= attempt.captured;
}

function wrong(message: string): InvalidInput {
  return new InvalidInput([{ field: 'order_id', message }]);
}
