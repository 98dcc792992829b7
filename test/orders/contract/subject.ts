import { changeOrder, createOrder, type ChangedOrder } from '../../../src/orders/store/change-order';
import type { NewOrder, OrderChange } from '../../../src/orders/domain/history';
import type { Order } from '../../../src/orders/domain/order';
import type { OrderStore } from '../../../src/orders/store/store';
import { TestClock } from '../../support/test-clock';
import { changesOf, entriesAfter, newOrder, NOW, opening, type Opening } from '../../support/orders';
import type { Cause } from '../../../src/ledger/line';

/** Gives an empty store, each time. */
export type MakeStore = () => OrderStore | Promise<OrderStore>;

/** A store, and the time that passes for it. */
export class Subject {
  readonly clock = new TestClock(NOW.getTime());

  constructor(readonly store: OrderStore) {}

  create(overrides: Partial<NewOrder> = {}, cause: Cause = { by: 'api' }): Promise<Order> {
    return createOrder({ orders: this.store, clock: this.clock }, newOrder(overrides), cause);
  }

  append(before: Order, ...changes: readonly OrderChange[]): Promise<Order> {
    return this.store.append(before, entriesAfter(before, changes, this.clock.now()));
  }

  change(orderId: string, decide: (order: Order) => readonly OrderChange[]): Promise<ChangedOrder> {
    return changeOrder({ orders: this.store, clock: this.clock }, orderId, { by: 'system' }, decide);
  }

  /** A new order with an attempt that stands ready. */
  async createWithAttempt(
    overrides: Partial<NewOrder> = {},
    attempt: Partial<Opening> = {},
  ): Promise<{
    readonly order: Order;
    readonly attemptId: string;
    readonly go: ReturnType<typeof changesOf>;
  }> {
    const opened = opening(attempt);
    const order = await this.append(await this.create(overrides), opened);
    return { order, attemptId: opened.attemptId, go: changesOf(opened.attemptId) };
  }

  async createPaid(overrides: Partial<NewOrder> = {}): Promise<Order> {
    const { order, go } = await this.createWithAttempt(overrides);
    return this.append(order, go.claimed(), go.captured());
  }

  /** What a refused append must leave as it was. */
  async everythingOf(orderId: string): Promise<unknown> {
    return {
      order: await this.store.find(orderId),
      history: await this.store.history(orderId),
      events: await this.store.events(orderId),
      feed: await this.store.feed(null, 1_000),
      list: await this.store.list({ limit: 1_000 }),
    };
  }
}
