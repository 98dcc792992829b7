import { changeOrder, knownOrder, type Ledger } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import { timeDecisionsOf } from '../domain/time-decisions';
import { expiry } from './close-order';
import type { Cause } from '../../ledger/line';

/**
 * Writes down what time alone has decided: charges that lost their process, outcomes unknown for too long, challenges whose intent is
 * over, the order's own end.
 * @param justRead the order as the caller has just read it, or its id
 */
export async function applyTimeouts(ledger: Ledger, justRead: Order | string, cause: Cause): Promise<Order> {
  const decide = (order: Order) => decidedByTime(order, ledger.clock.now());
  let order = await knownOrder(ledger, justRead);
  while (decide(order).length > 0) ({ order } = await changeOrder(ledger, order, cause, decide));
  return order;
}

/** One step of it; what follows from that is the next. */
export function decidedByTime(order: Order, now: Date): readonly OrderChange[] {
  const changes = timeDecisionsOf(order)
    .filter(({ at }) => at <= now)
    .map(({ change }) => change);
  return changes.length > 0 ? changes : expiry(order, now);
}
