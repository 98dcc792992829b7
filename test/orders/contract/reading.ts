import { replay } from '../../../src/orders/domain/evolve';
import type { NewOrder, OrderChange } from '../../../src/orders/domain/history';
import { money } from '../../../src/kernel/money';
import { later, HOUR, MINUTE } from '../../../src/kernel/clock';
import {
  changesOf,
  entriesAfter,
  newIntent,
  NOW,
  opening,
  refundFailed,
  refundSucceeded,
  refundUnknown,
} from '../../support/orders';
import { Subject, type MakeStore } from './subject';

export function readingContract(makeStore: MakeStore): void {
  describe('reading', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    it('finds nothing where there is nothing', async () => {
      const { token } = await subject.create();
      expect(await subject.store.find('ord_none')).toBeNull();
      expect(await subject.store.find(token)).toBeNull();
      expect(await subject.store.findByToken('')).toBeNull();
      expect(await subject.store.findTransaction('BL-NONE')).toBeNull();
      expect(await subject.store.history('ord_none')).toEqual([]);
      expect(await subject.store.events('ord_none')).toEqual([]);
    });

    it('finds an order by its token, and by no other', async () => {
      const [order, other] = [await subject.create(), await subject.create()];
      expect(await subject.store.findByToken(order.token)).toEqual(order);
      expect(await subject.store.findByToken(other.token)).toEqual(other);
      expect(await subject.store.findByToken(order.id)).toBeNull();
      const changed = await subject.append(order, { type: 'order_cancelled' });
      expect(await subject.store.findByToken(order.token)).toEqual(changed);
    });

    it('gives back every field as it was, dates as dates', async () => {
      const wanted: Partial<NewOrder> = {
        reference: 'Grüße "quoted" \\ \u2028 🎟',
        description: null,
        customer: { name: null, email: null, address: null, postcode: null },
        paymentMethods: ['direct_debit', 'card'],
        capture: { delayDays: 3 },
        successUrl: null,
        cancelUrl: 'https://shop.example/basket?a=1&b=2',
        metadata: { empty: '', __proto: 'kept', note: "O'Brien; DROP TABLE orders" },
        expiresAt: new Date('2026-03-29T01:30:00.123Z'),
      };
      const order = await subject.create(wanted);
      const found = await subject.store.find(order.id);
      expect(found).toEqual(order);
      expect(found).toMatchObject(wanted);
      expect(found?.expiresAt).toBeInstanceOf(Date);
      expect(found?.expiresAt.toISOString()).toBe('2026-03-29T01:30:00.123Z');
      expect(found?.createdAt).toEqual(NOW);
    });

    it('keeps a history that is only added to, and that adds up to the order at every step', async () => {
      const order = await subject.create();
      let current = order;
      let known = await subject.store.history(order.id);
      for (const change of LONG_STORY) {
        subject.clock.advance(1_001);
        current = await subject.append(current, change);
        const history = await subject.store.history(order.id);
        expect(history.slice(0, known.length)).toEqual(known);
        expect(history).toHaveLength(known.length + 1);
        expect(history.at(-1)?.at).toEqual(subject.clock.now());
        expect(replay(history)).toEqual(current);
        expect(await subject.store.find(order.id)).toEqual(current);
        known = history;
      }
      expect(known.map(({ sequence }) => sequence)).toEqual(known.map((_, index) => index + 1));
      expect(known.every(({ at }) => at instanceof Date)).toBe(true);
    });

    it('says in the history what moved the order, and on which evidence', async () => {
      const order = await subject.create({}, { by: 'api' });
      const cause = { by: 'notification', evidence: 'transaction BL-1 is Captured' } as const;
      await subject.store.append(order, entriesAfter(order, [{ type: 'order_cancelled' }], NOW, cause));
      const history = await subject.store.history(order.id);
      expect(history.map(({ by, evidence }) => ({ by, evidence }))).toEqual([
        { by: 'api', evidence: undefined },
        cause,
      ]);
    });

    it('does not hand out its own lists', async () => {
      const { id } = await subject.createPaid();
      const history = await subject.store.history(id);
      const events = await subject.store.events(id);
      (history as unknown[]).pop();
      (events as unknown[]).pop();
      expect((await subject.store.history(id)).length).toBe(history.length + 1);
      expect((await subject.store.events(id)).length).toBe(events.length + 1);
    });

    it('describes itself, and says that it can be used', async () => {
      const { kind, durable } = subject.store.describe();
      expect({ kind, durable }).toEqual({ kind, durable: kind !== 'memory' });
      await expect(subject.store.check()).resolves.toBeUndefined();
    });
  });
}

/** One of every kind of change there is. */
const [first, second, third] = [opening(), opening(), opening({ method: 'google_pay' })];
const [one, two, three] = [first, second, third].map(({ attemptId }) => changesOf(attemptId)) as [
  ReturnType<typeof changesOf>,
  ReturnType<typeof changesOf>,
  ReturnType<typeof changesOf>,
];
const LONG_STORY: readonly OrderChange[] = [
  first,
  {
    type: 'order_amended',
    amendment: { amount: money(30_00, 'GBP'), metadata: { now: 'other' }, expiresAt: later(NOW, 3 * HOUR) },
  },
  one.amended(30_00),
  one.claimed(),
  one.withdrawn(),
  one.claimed(),
  one.unknown(),
  one.challenged(),
  one.declined('Do not honour'),
  { ...second, amount: money(30_00, 'GBP'), intent: newIntent({ cardForm: null }) },
  two.claimed(),
  two.challenged(),
  two.abandoned(),
  { type: 'order_expired' },
  { ...third, intent: newIntent({ expiresAt: later(NOW, 45 * MINUTE) }) },
  three.claimed(),
  {
    type: 'challenge_received',
    attemptId: third.attemptId,
    challenge: { kind: 'page', url: 'https://bank.example/go' },
  },
  three.pendingAtBank(),
  three.pending(),
  three.authorised(30_00),
  three.captured(20_00),
  { type: 'review_flagged', reason: 'late_payment' },
  { type: 'review_closed', resolution: 'dismissed', note: 'The goods were sent' },
  three.refundClaimed('ref_story_1', 5_00),
  refundFailed('ref_story_1'),
  three.refundClaimed('ref_story_2', 5_00, 'late'),
  refundUnknown('ref_story_2'),
  refundSucceeded('ref_story_2'),
  three.reversed(15_00),
];
