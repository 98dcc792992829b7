import { HOUR, later, MINUTE } from '../../../src/kernel/clock';
import type { Kept } from '../../../src/ledger/kind';
import { NOW } from '../../support/orders';
import type { SampleSubject } from '../sample';

const LEASE_MS = MINUTE;

/** What is to be looked at, and how all of them stand. */
export function lookingContract<State extends Kept, Change>(
  makeSubject: () => Promise<SampleSubject<State, Change>>,
): void {
  let subject: SampleSubject<State, Change>;
  beforeEach(async () => void (subject = await makeSubject()));
  const claim = (at: Date, limit = 100) => subject.made.claimDue(at, limit, LEASE_MS);

  describe('those that are due', () => {
    it('are given from their moment on', async () => {
      const { id } = await subject.create({ expiresAt: later(NOW, HOUR) });
      expect(await claim(later(NOW, HOUR - 1))).toEqual([]);
      expect(await claim(later(NOW, HOUR))).toEqual([id]);
    });

    it('are never those for which nothing is coming', async () => {
      await subject.append(await subject.create(), subject.sample.cancelled);
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
  });

  describe('how they stand', () => {
    const NONE = { count: 0, oldest: null };

    it('is that nothing waits, where there is nothing', async () => {
      expect(await subject.store.standing(NOW)).toMatchObject({ inReview: new Map(), overdue: NONE });
    });

    it('tells how many a human should look at, by reason, and no longer when somebody has', async () => {
      const { flagged, reasons, reviewClosed } = subject.sample;
      const flag = async (change: Change) => subject.append(await subject.create(), change);
      const one = await flag(flagged[0]);
      await flag(flagged[0]);
      await flag(flagged[1]);
      await subject.create();
      const inReview = async () => (await subject.store.standing(NOW)).inReview;
      expect(await inReview()).toEqual(new Map([[reasons[0], 2], [reasons[1], 1]])); // prettier-ignore
      await subject.append(one, reviewClosed);
      expect(await inReview()).toEqual(new Map([[reasons[0], 1], [reasons[1], 1]])); // prettier-ignore
    });

    it('tells how many are overdue and since when, without those that somebody looks at', async () => {
      await subject.create({ expiresAt: later(NOW, 2 * HOUR) });
      const first = later(NOW, HOUR);
      await subject.create({ expiresAt: first });
      const overdue = async (at: Date) => (await subject.store.standing(at)).overdue;
      expect(await overdue(later(NOW, HOUR - 1))).toEqual(NONE);
      expect(await overdue(later(NOW, 2 * HOUR))).toEqual({ count: 2, oldest: first });
      expect(await subject.made.claimDue(first, 10, 2 * HOUR)).toHaveLength(1);
      expect(await overdue(later(NOW, 2 * HOUR))).toEqual({ count: 1, oldest: later(NOW, 2 * HOUR) });
      expect((await overdue(later(NOW, 3 * HOUR + MINUTE))).count).toBe(2);
    });
  });
}
