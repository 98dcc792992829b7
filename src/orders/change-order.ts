import type { Clock } from '../clock';
import type { Cause, Entry, NewOrder, OrderChange } from './history';
import type { Order } from './order';
import { OrderNotFound, VersionConflict, type OrderStore } from './store';

export interface Ledger {
  readonly orders: OrderStore;
  readonly clock: Clock;
}

export async function createOrder({ orders, clock }: Ledger, order: NewOrder, cause: Cause): Promise<Order> {
  return orders.append(null, entriesOf(null, [{ type: 'order_created', order }], cause, clock.now()));
}

export interface ChangedOrder {
  readonly order: Order;
  /** What was decided and written: empty when nothing had to change. */
  readonly changes: readonly OrderChange[];
}

const MOST_TRIES = 25;

/**
 * Decides on the latest version of an order and writes what was decided; decides again when another change came first, so that of
 * two at once only one can claim.
 * @param decide pure: it may run several times, and only its last answer counts
 * @throws OrderNotFound, TransactionTaken, IntentTaken, and whatever `decide` throws
 */
export async function changeOrder(
  { orders, clock }: Ledger,
  orderId: string,
  cause: Cause,
  decide: (order: Order) => readonly OrderChange[],
): Promise<ChangedOrder> {
  for (let tries = 1; ; tries++) {
    const order = await orders.find(orderId);
    if (!order) throw new OrderNotFound();
    const changes = decide(order);
    if (changes.length === 0) return { order, changes };
    try {
      return { order: await orders.append(order, entriesOf(order, changes, cause, clock.now())), changes };
    } catch (error) {
      if (!(error instanceof VersionConflict) || tries >= MOST_TRIES) throw error;
    }
  }
}

function entriesOf(
  before: Order | null,
  changes: readonly OrderChange[],
  cause: Cause,
  at: Date,
): readonly Entry[] {
  return changes.map((change, index) => ({
    ...cause,
    sequence: (before?.version ?? 0) + index + 1,
    at,
    change,
  }));
}
