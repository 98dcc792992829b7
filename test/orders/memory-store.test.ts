import { DAY, later } from '../../src/kernel/clock';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { StoreFull } from '../../src/ledger/memory-store';
import { NOW, opening } from '../support/orders';
import { Subject } from './contract/subject';
import { storeContract } from './store-contract';

storeContract('MemoryOrderStore', () => new MemoryOrderStore());

describe('a memory store with room for three orders', () => {
  let subject: Subject;
  beforeEach(() => {
    subject = new Subject(new MemoryOrderStore({ maxOrders: 3 }));
  });

  const isKept = async (id: string): Promise<boolean> => (await subject.store.find(id)) !== null;
  const cancel = async () => subject.append(await subject.create(), { type: 'order_cancelled' });

  it('drops the order that has been final for longest, and never one that is not', async () => {
    const open = await subject.create();
    const cancelled = await cancel();
    const paid = await subject.createPaid();
    await subject.create();
    expect(await Promise.all([open, cancelled, paid].map(({ id }) => isKept(id)))).toEqual([
      true,
      false,
      true,
    ]);
    await subject.create();
    expect(await Promise.all([open, paid].map(({ id }) => isKept(id)))).toEqual([true, false]);
  });

  it('goes by when an order became final, not by when it was made', async () => {
    const older = await subject.createWithAttempt();
    const younger = await cancel();
    await subject.append(older.order, older.go.claimed(), older.go.captured());
    await subject.create();
    await subject.create();
    expect(await isKept(younger.id)).toBe(false);
    expect(await isKept(older.order.id)).toBe(true);
  });

  it('does not count an order as final that waits for a human, or for money again', async () => {
    const review = await subject.append(await subject.createPaid(), {
      type: 'review_flagged',
      reason: 'paid_twice',
    });
    const late = await subject.createWithAttempt();
    const expired = await subject.append(
      late.order,
      late.go.claimed(),
      late.go.challenged(),
      late.go.abandoned(),
      { type: 'order_expired' },
    );
    await subject.append(expired, late.go.pending());
    const paid = await subject.createPaid();
    await subject.create();
    expect(await isKept(review.id)).toBe(true);
    expect(await isKept(expired.id)).toBe(true);
    expect(await isKept(paid.id)).toBe(false);
  });

  it('refuses another order when nothing can go, and goes on with those it has', async () => {
    const orders = [await subject.create(), await subject.create(), await subject.create()];
    const before = await subject.everythingOf(orders[0]?.id ?? '');
    await expect(subject.create()).rejects.toBeInstanceOf(StoreFull);
    await expect(subject.create()).rejects.toMatchObject({ status: 503, code: 'store_full' });
    expect(await subject.everythingOf(orders[0]?.id ?? '')).toEqual(before);

    const [first] = orders;
    if (first) await subject.append(first, { type: 'order_cancelled' });
    const next = await subject.create();
    expect(await isKept(next.id)).toBe(true);
    expect((await subject.store.list({ limit: 10 })).items).toHaveLength(3);
  });

  it('knows the transaction of a dropped order, and gives it to no other', async () => {
    const paid = await subject.createPaid();
    const [attempt] = paid.attempts;
    const transactionId = attempt?.transactionId ?? '';
    for (let count = 0; count < 3; count++) await subject.create();
    expect(await isKept(paid.id)).toBe(false);
    expect(await subject.store.findTransaction(transactionId)).toEqual({
      orderId: paid.id,
      attemptId: attempt?.id,
    });
    const [order] = (await subject.store.list({ limit: 1 })).items;
    const opened = opening();
    const claimed = order && (await subject.append(order, opened, changeOf(opened.attemptId)));
    const theft = {
      type: 'money_captured',
      attemptId: opened.attemptId,
      transactionId,
      amount: 25_00,
    } as const;
    await expect(claimed && subject.append(claimed, theft)).rejects.toMatchObject({
      code: 'transaction_taken',
    });
  });

  it('leaves nothing else of a dropped order', async () => {
    const cancelled = await cancel();
    for (let count = 0; count < 3; count++) await subject.create();
    expect(await subject.store.findByToken(cancelled.token)).toBeNull();
    expect(await subject.store.history(cancelled.id)).toEqual([]);
    expect(await subject.store.events(cancelled.id)).toEqual([]);
    expect((await subject.store.list({ status: 'cancelled', limit: 10 })).items).toEqual([]);
    await expect(subject.append(cancelled, opening())).rejects.toMatchObject({ code: 'order_changed' });
    const at = later(NOW, 100 * DAY);
    const due = await subject.store.claimDue(at, 10, 1);
    expect([...due, ...(await subject.store.claimEnding(at, 10, 1))]).not.toContain(cancelled.id);
  });

  it('keeps the events of a dropped order in the feed', async () => {
    const cancelled = await cancel();
    for (let count = 0; count < 3; count++) await subject.create();
    const { items } = await subject.store.feed(null, 10);
    expect(items.map(({ orderId, type }) => [orderId, type])).toEqual([[cancelled.id, 'order.cancelled']]);
  });

  it('goes on with the list where it was when the last order of a page was dropped', async () => {
    const oldest = await subject.create();
    subject.clock.advance(1);
    const middle = await cancel();
    subject.clock.advance(1);
    const newest = await subject.create();
    const page = await subject.store.list({ limit: 2 });
    expect(page.items.map(({ id }) => id)).toEqual([newest.id, middle.id]);
    subject.clock.advance(1);
    await subject.create();
    expect(await isKept(middle.id)).toBe(false);
    const rest = await subject.store.list({ limit: 2, cursor: page.nextCursor ?? undefined });
    expect(rest.items.map(({ id }) => id)).toEqual([oldest.id]);
  });
});

function changeOf(attemptId: string) {
  const customer = { name: null, email: null, address: null, postcode: null };
  return { type: 'charge_claimed', attemptId, customer } as const;
}
