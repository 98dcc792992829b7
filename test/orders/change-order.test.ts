import type { OrderChange } from '../../src/orders/domain/history';
import type { Order } from '../../src/orders/domain/order';
import { changeOrder, createOrder } from '../../src/orders/store/change-order';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { OrderNotFound, VersionConflict } from '../../src/orders/store/store';
import { newOrder, NOW } from '../support/orders';
import { TestClock } from '../support/test-clock';

/** Counts what is read from it. */
class ReadStore extends MemoryOrderStore {
  reads = 0;
  override find(...[id]: Parameters<MemoryOrderStore['find']>) {
    this.reads++;
    return super.find(id);
  }
}

/** A store at which somebody else is always faster. */
class BusyStore extends MemoryOrderStore {
  refused = 0;
  constructor(private readonly refusals: number) {
    super();
  }

  override append(...[before, entries]: Parameters<MemoryOrderStore['append']>) {
    if (!before || this.refused >= this.refusals) return super.append(before, entries);
    this.refused++;
    return Promise.reject(new VersionConflict());
  }
}

async function changing(refusals: number) {
  const orders = new BusyStore(refusals);
  const ledger = { orders, clock: new TestClock(NOW.getTime()) };
  const { id } = await createOrder(ledger, newOrder(), { by: 'api' });
  let decisions = 0;
  const changed = changeOrder(ledger, id, { by: 'staff', evidence: 'asked to' }, () => {
    decisions++;
    return [{ type: 'order_cancelled' }, { type: 'review_flagged', reason: 'late_payment' }];
  });
  return { orders, id, changed, decisions: () => decisions };
}

describe('changing an order', () => {
  it('writes every decided change with its cause, its moment and its place', async () => {
    const { changed, orders, id } = await changing(0);
    const { order, changes } = await changed;
    expect(changes.map(({ type }) => type)).toEqual(['order_cancelled', 'review_flagged']);
    expect(order.version).toBe(3);
    const common = { by: 'staff', evidence: 'asked to', at: NOW };
    expect((await orders.history(id)).slice(1)).toEqual([
      { ...common, sequence: 2, change: changes[0] },
      { ...common, sequence: 3, change: changes[1] },
    ]);
  });

  it('decides anew after each change that came first', async () => {
    const { changed, decisions } = await changing(7);
    await expect(changed).resolves.toMatchObject({ order: { version: 3 } });
    expect(decisions()).toBe(8);
  });

  it('gives up in the end, having written nothing', async () => {
    const { changed, decisions, orders, id } = await changing(1_000);
    await expect(changed).rejects.toBeInstanceOf(VersionConflict);
    expect(decisions()).toBe(orders.refused);
    expect(orders.refused).toBeLessThan(100);
    expect(await orders.history(id)).toHaveLength(1);
  });
});

describe('changing an order that the caller holds', () => {
  const CAUSE = { by: 'customer' } as const;
  const cancel = (order: Order): readonly OrderChange[] => {
    if (order.closed) throw new Error('closed already');
    return [{ type: 'order_cancelled' }];
  };

  async function held() {
    const orders = new ReadStore();
    const ledger = { orders, clock: new TestClock(NOW.getTime()) };
    return { orders, ledger, order: await createOrder(ledger, newOrder(), CAUSE) };
  }

  it('reads nothing where the append proves that it is the latest', async () => {
    const { orders, ledger, order } = await held();
    await expect(changeOrder(ledger, order, CAUSE, cancel)).resolves.toMatchObject({ order: { version: 2 } });
    expect(orders.reads).toBe(0);
  });

  it('reads it again where another change came first, and decides on that', async () => {
    const { orders, ledger, order } = await held();
    await changeOrder(ledger, order, CAUSE, () => [{ type: 'review_flagged', reason: 'late_payment' }]);
    const seen: number[] = [];
    await changeOrder(ledger, order, CAUSE, (current) => {
      seen.push(current.version);
      return cancel(current);
    });
    expect(seen).toEqual([1, 2]);
    expect(orders.reads).toBe(1);
  });

  it('lets one of two at once claim, and the other one see that', async () => {
    const { orders, ledger, order } = await held();
    const both = await Promise.allSettled([1, 2].map(() => changeOrder(ledger, order, CAUSE, cancel)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await orders.history(order.id)).toHaveLength(2);
  });

  it('believes that there is nothing to do only of what it has read', async () => {
    const { ledger, order } = await held();
    await changeOrder(ledger, order, CAUSE, cancel);
    const onlyOfClosed = ({ closed }: Order): readonly OrderChange[] =>
      closed ? [{ type: 'review_flagged', reason: 'late_payment' }] : [];
    const { order: after, changes } = await changeOrder(ledger, order, CAUSE, onlyOfClosed);
    expect(changes).toHaveLength(1);
    expect(after.version).toBe(3);
  });

  it('refuses only on what it has read', async () => {
    const { ledger, order } = await held();
    await changeOrder(ledger, order, CAUSE, cancel);
    const notWhileOpen = ({ closed }: Order): readonly OrderChange[] => {
      if (!closed) throw new Error('open');
      return [{ type: 'review_flagged', reason: 'late_payment' }];
    };
    await expect(changeOrder(ledger, order, CAUSE, notWhileOpen)).resolves.toMatchObject({
      order: { version: 3 },
    });
    await expect(changeOrder(ledger, order, CAUSE, cancel)).rejects.toThrow('closed already');
  });

  it('finds out of one that is gone that it is', async () => {
    const { order } = await held();
    const elsewhere = { orders: new MemoryOrderStore(), clock: new TestClock(NOW.getTime()) };
    await expect(changeOrder(elsewhere, order, CAUSE, () => [])).rejects.toThrow(OrderNotFound);
  });
});
