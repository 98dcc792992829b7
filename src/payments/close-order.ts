import { AppError } from '../errors';
import { changeOrder } from '../orders/change-order';
import type { Cause, OrderChange } from '../orders/history';
import type { Order } from '../orders/order';
import { isInFlight, statusOf } from '../orders/status';
import { abandonReady } from './open-attempt';
import type { Payments } from './payments';

export class NotCancellable extends AppError {
  readonly status = 409;
  readonly code = 'order_not_cancellable';
  constructor(status: string) {
    super(`An order that is ${status} cannot be cancelled`);
  }
}

/**
 * Closes an order that nobody paid. Cancelling it again changes nothing.
 * @throws NotCancellable while money is in flight, reserved or taken
 */
export async function cancelOrder(payments: Payments, orderId: string, cause: Cause): Promise<Order> {
  const { order } = await changeOrder(payments, orderId, cause, (current) => {
    const status = statusOf(current);
    if (status === 'cancelled') return [];
    if (status !== 'open') throw new NotCancellable(status);
    return [...abandonReady(current), { type: 'order_cancelled' }];
  });
  return order;
}

/** Closes an order whose time is over, unless money is in flight or came. */
export async function expireOrder(payments: Payments, orderId: string, cause: Cause): Promise<Order> {
  const { order } = await changeOrder(payments, orderId, cause, (current) =>
    expiry(current, payments.clock.now()),
  );
  return order;
}

export function expiry(order: Order, now: Date): readonly OrderChange[] {
  if (now < order.expiresAt || statusOf(order) !== 'open' || order.attempts.some(isInFlight)) return [];
  return [...abandonReady(order), { type: 'order_expired' }];
}
