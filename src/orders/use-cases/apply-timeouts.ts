import { changeOrder, type Ledger } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import { timeDecisionsOf } from '../domain/time-decisions';
import { expiry } from './close-order';
import type { Cause } from '../../ledger/line';

/**
 * Writes down what time alone has decided: charges that lost their process, outcomes unknown for too long, challenges whose intent is
 * over, the order's own end.
 */
export async function applyTimeouts(ledger: Ledger, orderId: string, cause: Cause): Promise<Order> {
  for (;;) {
    const { order, changes } = await changeOrder(ledger, orderId, cause, (current) =>
      decidedByTime(current, ledger.clock.now()),
    );
    if (changes.length === 0) return order;
  }
}

/** One step of it; what follows from that is the next. */
export function decidedByTime(order: Order, now: Date): readonly OrderChange[] {
  const changes = timeDecisionsOf(order)
    .filter(({ at }) => at <= now)
    .map(({ change }) => change);
  return changes.length > 0 ? changes : expiry(order, now);
}
