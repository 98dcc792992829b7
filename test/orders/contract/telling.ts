import { later } from '../../../src/kernel/clock';
import { InvalidInput } from '../../../src/kernel/errors';
import type { ShopEvent } from '../../../src/orders/domain/events';
import { Subject, type MakeStore } from './subject';

export function tellingContract(makeStore: MakeStore): void {
  describe("the shop's events", () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    it('are found one by one', async () => {
      const order = await subject.createPaid();
      const [first, second] = await subject.store.events(order.id);
      expect(await subject.store.event(second?.id ?? '')).toEqual(second);
      expect(await subject.store.event(first?.id ?? '')).toEqual(first);
      expect(await subject.store.event('evt_none')).toBeNull();
    });

    it('are found by when they happened: from the first moment on, before the last, and not too many', async () => {
      const start = subject.clock.now();
      const one = await subject.createPaid();
      subject.clock.advance(1_000);
      const other = await subject.createPaid();
      const between = async (from: number, to: number, limit = 100) =>
        (await subject.store.eventsBetween(later(start, from), later(start, to), limit)).map(
          ({ orderId }) => orderId,
        );
      expect(await between(0, 1_000)).toEqual([one.id, one.id]);
      expect(await between(1, 1_001)).toEqual([other.id, other.id]);
      expect(await between(0, 1_001, 3)).toEqual([one.id, one.id, other.id]);
      expect(await between(-1_000, 0)).toEqual([]);
    });

    it('are in the feed in the order in which they were written, whichever order they are of', async () => {
      const { order, go } = await subject.createWithAttempt();
      const other = await subject.createWithAttempt();
      const charged = await subject.append(order, go.claimed());
      await subject.append(other.order, other.go.claimed());
      await subject.append(charged, go.captured());
      const { items } = await subject.store.feed(null, 100);
      expect(items.map(({ orderId, type }) => [orderId, type])).toEqual([
        [order.id, 'order.processing'],
        [other.order.id, 'order.processing'],
        [order.id, 'order.paid'],
      ]);
      expect(items[2]).toEqual((await subject.store.events(order.id))[1]);
    });

    it('are read from the feed piece by piece, each once, and later only what is new', async () => {
      expect(await subject.store.feed(null, 10)).toEqual({ items: [], nextCursor: null });
      for (let count = 0; count < 3; count++) await subject.createPaid();
      const all = (await subject.store.feed(null, 100)).items;
      expect(all).toHaveLength(6);
      for (const limit of [1, 2, 4, 6, 7]) {
        const { items, cursor } = await readAll(subject, null, limit);
        expect(items).toEqual(all);
        expect(await subject.store.feed(cursor, limit)).toEqual({ items: [], nextCursor: cursor });
      }
      const { cursor } = await readAll(subject, null, 4);
      const paid = await subject.createPaid();
      expect((await readAll(subject, cursor, 4)).items).toEqual(await subject.store.events(paid.id));
    });

    it('are all read by somebody who reads while many are written', async () => {
      const writing = Promise.all(Array.from({ length: 15 }, () => subject.createPaid()));
      const reading = (async () => {
        let state = await readAll(subject, null, 3);
        await writing;
        const seen = [...state.items];
        state = await readAll(subject, state.cursor, 3);
        return [...seen, ...state.items];
      })();
      const [orders, seen] = await Promise.all([writing, reading]);
      expect(seen).toHaveLength(30);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(30);
      expect(new Set(seen.map(({ orderId }) => orderId))).toEqual(new Set(orders.map(({ id }) => id)));
    });

    it.each(['', 'garbage', '!!!', '-1', '1e3'])('refuses the cursor %j, naming it', async (cursor) => {
      await subject.createPaid();
      const refusal = subject.store.feed(cursor, 10);
      await expect(refusal).rejects.toBeInstanceOf(InvalidInput);
      await expect(refusal).rejects.toMatchObject({ fields: [{ field: 'cursor' }] });
    });
  });
}

async function readAll(
  { store }: Subject,
  from: string | null,
  limit: number,
): Promise<{ readonly items: readonly ShopEvent[]; readonly cursor: string | null }> {
  const items: ShopEvent[] = [];
  let cursor = from;
  for (;;) {
    const page = await store.feed(cursor, limit);
    if (page.items.length === 0) return { items, cursor };
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
}
