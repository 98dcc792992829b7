import type { OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { settled } from './review-changes';

/** The authorised money is the shopper's again; where the shop asked for it, that closes the order. */
export function voidedChanges(order: Order, attempt: Attempt): readonly OrderChange[] {
  const closes = attempt.claim?.because === 'requested' && !order.closed;
  return [
    { type: 'authorisation_released', attemptId: attempt.id },
    ...(closes ? [{ type: 'order_cancelled' } as const] : []),
    ...settled(order, ['release_unknown'], 'Blink shows the reservation as let go'),
  ];
}
