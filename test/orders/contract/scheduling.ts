import { HOUR, later, MINUTE, SECOND } from '../../../src/clock';
import { NOW } from '../../support/orders';
import { Subject, type MakeStore } from './subject';

const LEASE_MS = MINUTE;

export function schedulingContract(makeStore: MakeStore): void {
  describe('orders that are due', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    const claim = (at: Date, limit = 100): Promise<readonly string[]> =>
      subject.store.claimDue(at, limit, LEASE_MS);

    it('are given from their moment on', async () => {
      const order = await subject.create({ expiresAt: later(NOW, HOUR) });
      expect(await claim(later(NOW, HOUR - 1))).toEqual([]);
      expect(await claim(later(NOW, HOUR))).toEqual([order.id]);
    });

    it('are never those for which nothing is coming', async () => {
      const order = await subject.create();
      await subject.append(order, { type: 'order_cancelled' });
      expect(await claim(later(NOW, 10_000 * HOUR))).toEqual([]);
    });

    it('are given to one of many callers', async () => {
      const due = [];
      for (let count = 0; count < 30; count++) {
        due.push((await subject.create({ expiresAt: later(NOW, HOUR) })).id);
      }
      const given = await Promise.all(Array.from({ length: 6 }, () => claim(later(NOW, HOUR), 10)));
      expect(given.flat().sort()).toEqual(due.sort());
      expect(given.every((part) => part.length <= 10)).toBe(true);
    });

    it('are given those that have waited longest first', async () => {
      const late = await subject.create({ expiresAt: later(NOW, 3 * HOUR) });
      const early = await subject.create({ expiresAt: later(NOW, HOUR) });
      const middle = await subject.create({ expiresAt: later(NOW, 2 * HOUR) });
      expect(await claim(later(NOW, 4 * HOUR), 2)).toEqual([early.id, middle.id]);
      expect(await claim(later(NOW, 4 * HOUR), 2)).toEqual([late.id]);
    });

    it('are given again when nobody said within the lease that they were looked at', async () => {
      const { id } = await subject.create({ expiresAt: later(NOW, HOUR) });
      const at = later(NOW, HOUR);
      expect(await claim(at)).toEqual([id]);
      expect(await claim(later(at, LEASE_MS - 1))).toEqual([]);
      expect(await claim(later(at, LEASE_MS))).toEqual([id]);
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

    it('may be gone when they were looked at', async () => {
      await expect(subject.store.reschedule('ord_none', NOW)).resolves.toBeUndefined();
    });
  });
}
