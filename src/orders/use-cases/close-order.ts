import { AppError } from '../../kernel/errors';
import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import { isInFlight, statusOf } from '../domain/status';
import { abandonReady } from './open-attempt';
import type { Payments } from './payments';
import { voidAuthorisation, voidClaim } from './void-authorisation';
import type { Cause } from '../../ledger/line';

export class NotCancellable extends AppError {
  readonly status = 409;
  readonly code = 'order_not_cancellable';
  constructor(status: string) {
    super(`An order that is ${status} cannot be cancelled`);
  }
}

/**
 * Closes an order that nobody paid, and voids its authorisation: then it is cancelled only once Blink confirms that. Cancelling it again
 * changes nothing.
 * @throws NotCancellable while money is in flight or captured; AuthorisationBusy, VoidRefused, AuthorisationOutcomeUnknown when the money is still
 * reserved
 */
export function cancelOrder(payments: Payments, orderId: string, cause: Cause): Promise<Order> {
  return payments.inFlight.track(orderId, async () => {
    const { order, changes } = await changeOrder(payments, orderId, cause, cancellation);
    const claim = changes.find((change) => change.type === 'release_claimed');
    return claim ? voidAuthorisation(payments, order, claim.attemptId) : order;
  });
}

function cancellation(order: Order): readonly OrderChange[] {
  const status = statusOf(order);
  if (status === 'cancelled') return [];
  if (status === 'authorised') return voidClaim(order);
  if (status !== 'open') throw new NotCancellable(status);
  return [...abandonReady(order), { type: 'order_cancelled' }];
}

/** Closes an order whose time is over, unless money is in flight or came. */
export function expiry(order: Order, now: Date): readonly OrderChange[] {
  if (now < order.expiresAt || statusOf(order) !== 'open' || order.attempts.some(isInFlight)) return [];
  return [...abandonReady(order), { type: 'order_expired' }];
}
