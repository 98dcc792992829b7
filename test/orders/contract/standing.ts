import { HOUR, later, MINUTE } from '../../../src/kernel/clock';
import { NOW } from '../../support/orders';
import { Subject, type MakeStore } from './subject';

export function standingContract(makeStore: MakeStore): void {
  describe('how the orders stand', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    it('is that nothing waits, where there is nothing', async () => {
      expect(await subject.store.standing(NOW)).toEqual({
        inReview: new Map(),
        overdue: { count: 0, oldest: null },
      });
    });

    it('tells how many a human should look at, by reason, and no longer when somebody has', async () => {
      const flagged = async (reason: 'wrong_amount' | 'paid_twice') =>
        subject.append(await subject.create(), { type: 'review_flagged', reason });
      const one = await flagged('wrong_amount');
      await flagged('wrong_amount');
      await flagged('paid_twice');
      await subject.create();
      const inReview = async () => (await subject.store.standing(NOW)).inReview;
      expect(await inReview()).toEqual(new Map([['wrong_amount', 2], ['paid_twice', 1]])); // prettier-ignore
      await subject.append(one, { type: 'review_closed', resolution: 'resolved', note: 'looked at' });
      expect(await inReview()).toEqual(new Map([['wrong_amount', 1], ['paid_twice', 1]])); // prettier-ignore
    });

    it('tells how many are overdue and since when, without those that somebody looks at', async () => {
      await subject.create({ expiresAt: later(NOW, 2 * HOUR) });
      const first = await subject.create({ expiresAt: later(NOW, HOUR) });
      const overdue = async (at: Date) => (await subject.store.standing(at)).overdue;
      expect(await overdue(later(NOW, HOUR - 1))).toEqual({ count: 0, oldest: null });
      expect(await overdue(later(NOW, 2 * HOUR))).toEqual({ count: 2, oldest: first.expiresAt });
      expect(await subject.store.claimEnding(later(NOW, HOUR), 10, 2 * HOUR)).toHaveLength(1);
      expect(await overdue(later(NOW, 2 * HOUR))).toEqual({ count: 1, oldest: later(NOW, 2 * HOUR) });
      expect((await overdue(later(NOW, 3 * HOUR + MINUTE))).count).toBe(2);
    });
  });
}
