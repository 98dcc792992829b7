import { HOUR, later, MINUTE, SECOND } from '../../../src/kernel/clock';
import type { OrderChange } from '../../../src/orders/domain/history';
import type { Order } from '../../../src/orders/domain/order';
import type { Ending } from '../../../src/orders/store/store';
import { entriesAfter, NOW } from '../../support/orders';
import { dueWorkContract } from '../../queue/due-work-contract';
import { Subject, type MakeStore } from './subject';

const LEASE_MS = MINUTE;

/** What no two orders share. */
const OWN = ['id', 'token', 'nonce', 'intent', 'at', 'createdAt', 'created_at', 'basket', 'reference'];
const ENDED: OrderChange = { type: 'order_expired' };

export function schedulingContract(makeStore: MakeStore): void {
  dueWorkContract('A store of orders', async () => {
    const subject = new Subject(await makeStore());
    subject.clock.advance(-MINUTE);
    return {
      due: subject.store,
      add: async () => {
        const { order, go } = await subject.createWithAttempt();
        await subject.append(order, go.claimed(), go.unknown(`BL-${order.id}`));
        return order.id;
      },
      nameOf: (orderId) => orderId,
      done: (orderId) => subject.store.reschedule(orderId, NOW),
    };
  });

  describe('orders that are due', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    const claimDue = (at: Date, limit = 100): Promise<readonly string[]> =>
      subject.store.claimDue(at, limit, LEASE_MS);
    const claimEnding = (at: Date, limit = 100): Promise<readonly string[]> =>
      subject.store.claimEnding(at, limit, LEASE_MS);
    /** Both kinds, as the sweep does it. */
    const claim = async (at: Date, limit = 100): Promise<readonly string[]> => {
      const due = await claimDue(at, limit);
      return [...due, ...(await claimEnding(at, limit - due.length))];
    };

    it('say when the first of either kind is due, of those that nobody looks at', async () => {
      expect(await subject.store.nextDueAt(NOW)).toBeNull();
      await subject.create({ expiresAt: later(NOW, HOUR) });
      const { order, go } = await subject.createWithAttempt();
      await subject.append(order, go.claimed(), go.unknown('BL-1'));
      expect(await subject.store.nextDueAt(NOW)).toEqual(later(NOW, MINUTE));
      await claimDue(later(NOW, HOUR));
      expect(await subject.store.nextDueAt(later(NOW, HOUR))).toEqual(later(NOW, HOUR));
      await claimEnding(later(NOW, HOUR));
      expect(await subject.store.nextDueAt(later(NOW, HOUR))).toBeNull();
    });

    it('are due at their next moment once they were looked at', async () => {
      const { order, go } = await subject.createWithAttempt();
      await subject.append(order, go.claimed(), go.captured()); // read again after 1, 3, 10, … minutes
      const first = later(NOW, MINUTE);
      expect(await claim(first)).toEqual([order.id]);
      await subject.store.reschedule(order.id, first);
      expect(await claim(later(NOW, 3 * MINUTE - 1))).toEqual([]);
      expect(await claim(later(NOW, 3 * MINUTE))).toEqual([order.id]);
      await subject.store.reschedule(order.id, later(NOW, HOUR));
      expect(await claim(later(NOW, 2 * HOUR - 1))).toEqual([]);
      expect(await claim(later(NOW, 2 * HOUR))).toEqual([order.id]);
    });

    it('are due at the moment that a change brought nearer', async () => {
      const { order, go } = await subject.createWithAttempt({ expiresAt: later(NOW, HOUR) });
      await subject.append(order, go.claimed(), go.unknown(`BL-${order.id}`));
      expect(await claim(later(NOW, MINUTE - 1))).toEqual([]);
      expect(await claim(later(NOW, MINUTE))).toEqual([order.id]);
    });

    it('stay due when a change comes after the moment and before the look', async () => {
      const { order, go } = await subject.createWithAttempt();
      const held = await subject.append(order, go.claimed(), go.pending());
      subject.clock.advance(MINUTE + SECOND);
      await subject.append(held, { type: 'review_flagged', reason: 'unknown_status' });
      expect(await claim(subject.clock.now())).toEqual([order.id]);
    });

    it('are those whose time ran out while a payment was under way, as soon as it came to nothing', async () => {
      const { order, go } = await subject.createWithAttempt({ expiresAt: later(NOW, 5 * MINUTE) });
      const challenged = await subject.append(order, go.claimed(), go.challenged());
      subject.clock.advance(6 * MINUTE);
      await subject.store.reschedule(order.id, subject.clock.now());
      expect(await claim(subject.clock.now())).toEqual([]);
      await subject.append(challenged, go.abandoned());
      expect(await claim(subject.clock.now())).toEqual([order.id]);
    });

    it('are not given twice because whoever looks at them changes them', async () => {
      const { order, go } = await subject.createWithAttempt();
      const held = await subject.append(order, go.claimed(), go.pending());
      const at = later(NOW, MINUTE);
      expect(await claim(at)).toEqual([order.id]);
      await subject.append(held, { type: 'review_flagged', reason: 'unknown_status' });
      expect(await claim(later(at, SECOND))).toEqual([]);
      expect(await claim(later(at, LEASE_MS))).toEqual([order.id]);
    });

    it('come with a payment under way first, then with something to be read, and only then with nothing but their end', async () => {
      const ending = await subject.create({ expiresAt: later(NOW, 10 * SECOND) });
      const paid = await subject.createPaid();
      const declined = await subject.createWithAttempt();
      await subject.append(declined.order, declined.go.claimed(), declined.go.declined('BL-1'));
      subject.clock.advance(30 * SECOND);
      const lost = await subject.createWithAttempt();
      await subject.append(lost.order, lost.go.claimed(), lost.go.unknown(`BL-${lost.order.id}`));
      const at = later(NOW, HOUR);
      expect(await claimDue(at, 1)).toEqual([lost.order.id]);
      expect([...(await claimDue(at))].sort()).toEqual([paid.id, declined.order.id].sort());
      expect(await claimEnding(at)).toEqual([ending.id]);
    });

    it('are not only ending while anything is to be read before', async () => {
      const { order, go } = await subject.createWithAttempt({ expiresAt: later(NOW, HOUR) });
      await subject.append(order, go.claimed(), go.declined('BL-1'));
      const at = later(NOW, 2 * HOUR);
      expect(await claimEnding(at)).toEqual([]);
      expect(await claimDue(at)).toEqual([order.id]);
      await subject.store.reschedule(order.id, later(NOW, 59 * MINUTE));
      expect(await claimDue(at)).toEqual([]);
      expect(await claimEnding(at)).toEqual([order.id]);
    });

    it('may be gone when they were looked at', async () => {
      await expect(subject.store.reschedule('ord_none', NOW)).resolves.toBeUndefined();
    });
  });

  describe('the ends of many orders', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    const endOf = (order: Order, ...changes: readonly OrderChange[]): Ending => ({
      order,
      entries: entriesAfter(order, [...changes, ENDED], subject.clock.now()),
    });
    const kept = (ids: readonly string[]) => subject.store.findAll(ids);
    const parts = async (id: string) => ({
      order: await subject.store.find(id),
      history: await subject.store.history(id),
      events: await subject.store.events(id),
    });

    it('are written as each of them alone would be: history, attempts, events and all', async () => {
      const one = await subject.create();
      const { order: other, attemptId } = await subject.createWithAttempt();
      const alone = await subject.createWithAttempt();
      const [first, second] = [await kept([one.id]), await kept([other.id])].map(([order]) => order);
      if (!first || !second) throw new Error('Nothing is kept');
      const abandoned: OrderChange = { type: 'attempt_abandoned', attemptId };
      const written = await subject.store.appendEndings([endOf(first), endOf(second, abandoned)]);
      expect([...written].sort()).toEqual([one.id, other.id].sort());
      await subject.append(alone.order, { type: 'attempt_abandoned', attemptId: alone.attemptId }, ENDED);

      expect(await parts(one.id)).toMatchObject({
        order: { version: 2, closed: { as: 'expired' } },
        history: [{ sequence: 1 }, { sequence: 2, change: ENDED }],
        events: [{ type: 'order.expired', sequence: 20 }],
      });
      const shapeOf = async (id: string, attempt: string) =>
        JSON.parse(
          JSON.stringify(await parts(id))
            .replaceAll(id, 'ORDER')
            .replaceAll(attempt, 'ATTEMPT'),
          (key, value: unknown) => (OWN.includes(key) ? '' : value),
        ) as unknown;
      expect(await shapeOf(other.id, attemptId)).toEqual(await shapeOf(alone.order.id, alone.attemptId));
      const { items } = await subject.store.feed(null, 10);
      expect(items.map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => 'order.expired'));
      expect(new Set(items.map(({ orderId }) => orderId))).toEqual(
        new Set([one.id, other.id, alone.order.id]),
      );
    });

    it('leave out what another change came before, and write the others', async () => {
      const [one, other] = [await subject.create(), await subject.create()];
      const orders = await kept([one.id, other.id]);
      await subject.append(one, { type: 'order_cancelled' });
      const told: string[] = [];
      subject.store.listen(
        ({ state, events }) => void told.push(state.id, ...events.map(({ type }) => type)),
      );
      expect(await subject.store.appendEndings(orders.map((order) => endOf(order)))).toEqual([other.id]);
      expect(told).toEqual([other.id, 'order.expired']);
      expect(await parts(one.id)).toMatchObject({ order: { version: 2, closed: { as: 'cancelled' } } });
      expect((await subject.store.events(one.id)).map(({ type }) => type)).toEqual(['order.cancelled']);
      expect(await parts(other.id)).toMatchObject({ order: { version: 2, closed: { as: 'expired' } } });
    });

    it('give back the leases, so that what is still to be read is due at once', async () => {
      const { order, go } = await subject.createWithAttempt({ expiresAt: later(NOW, HOUR) });
      await subject.append(order, go.claimed(), go.declined('BL-1'));
      await subject.store.reschedule(order.id, later(NOW, 59 * MINUTE));
      const at = later(NOW, 3 * HOUR);
      expect(await subject.store.claimEnding(at, 9, LEASE_MS)).toEqual([order.id]);
      const [current] = await kept([order.id]);
      if (!current) throw new Error('Nothing is kept');
      await subject.store.appendEndings([endOf(current)]);
      expect(await subject.store.claimDue(at, 9, LEASE_MS)).toEqual([order.id]);
    });

    it('are those of as many as there are, also of none', async () => {
      expect(await subject.store.appendEndings([])).toEqual([]);
      expect(await kept([])).toEqual([]);
      expect(await kept(['ord_none'])).toEqual([]);
      const made = [];
      for (let count = 0; count < 120; count++) made.push((await subject.create()).id);
      const written = await subject.store.appendEndings((await kept(made)).map((order) => endOf(order)));
      expect([...written].sort()).toEqual(made.sort());
      expect((await subject.store.feed(null, 200)).items).toHaveLength(120);
    });
  });
}
