import type { Clock } from '../../kernel/clock';
import type { NewOrder, OrderChange } from '../domain/history';
import { decideOnLatest, linesOf } from '../../ledger/ledger';
import type { Order } from '../domain/order';
import { OrderNotFound, type OrderStore } from './store';
import type { Cause } from '../../ledger/line';

export interface Ledger {
  readonly orders: OrderStore;
  readonly clock: Clock;
}

export async function createOrder({ orders, clock }: Ledger, order: NewOrder, cause: Cause): Promise<Order> {
  return orders.append(null, linesOf(0, [{ type: 'order_created', order }], cause, clock.now()));
}

export interface ChangedOrder {
  readonly order: Order;
  /** What was decided and written: empty when nothing had to change. */
  readonly changes: readonly OrderChange[];
}

/**
 * Decides on the latest version of an order and writes what was decided: of two at once only one can claim.
 * @param decide pure: it may run several times, and only its last answer counts
 * @throws OrderNotFound, TransactionTaken, IntentTaken, and whatever `decide` throws
 */
export async function changeOrder(
  { orders, clock }: Ledger,
  orderId: string,
  cause: Cause,
  decide: (order: Order) => readonly OrderChange[],
): Promise<ChangedOrder> {
  const decided = await decideOnLatest(orders, clock, { id: orderId, cause }, decide);
  if (!decided) throw new OrderNotFound();
  return { order: decided.latest, changes: decided.changes };
}
