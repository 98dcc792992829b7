import type { Clock } from '../../kernel/clock';
import type { NewOrder, OrderChange } from '../domain/history';
import { decideOn, linesOf } from '../../ledger/ledger';
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
 * Decides what changes of an order, and writes it: of two at once only one can claim.
 * @param on the order that the caller holds, however old: it is read again where no append proves the decision. Or the id of one to be read.
 * @param decide pure: it may run several times, and only its last answer counts
 * @throws OrderNotFound, TransactionTaken, IntentTaken, and whatever `decide` throws
 */
export async function changeOrder(
  { orders, clock }: Ledger,
  on: Order | string,
  cause: Cause,
  decide: (order: Order) => readonly OrderChange[],
): Promise<ChangedOrder> {
  const decided = await decideOn(orders, clock, { on, cause }, decide);
  if (!decided) throw new OrderNotFound();
  return { order: decided.latest, changes: decided.changes };
}

/**
 * @param order the order that the caller has just read or written, or the id of one to be read
 * @throws OrderNotFound
 */
export async function knownOrder({ orders }: Pick<Ledger, 'orders'>, order: Order | string): Promise<Order> {
  const known = typeof order === 'string' ? await orders.find(order) : order;
  if (!known) throw new OrderNotFound();
  return known;
}
