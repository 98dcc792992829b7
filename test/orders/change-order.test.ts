import { changeOrder, createOrder } from '../../src/orders/store/change-order';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { VersionConflict } from '../../src/orders/store/store';
import { newOrder, NOW } from '../support/orders';
import { TestClock } from '../support/test-clock';

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
