import { DAY, later, MINUTE, SECOND } from '../../../src/kernel/clock';
import { replay } from '../../../src/repeat-payments/domain/evolve';
import type { Change, NewRepeatPayment } from '../../../src/repeat-payments/domain/history';
import { planOutcomeOf as outcomeOf } from '../../support/outcomes';
import type { RepeatPayment } from '../../../src/repeat-payments/domain/repeat-payment';
import type { RepeatPaymentStore } from '../../../src/repeat-payments/store/store';
import type { OrderStore } from '../../../src/orders/store/store';
import { dueWorkContract } from '../../queue/due-work-contract';
import { newIntent, NOW } from '../../support/orders';
import type { SampleStore } from '../../ledger/sample';
import { ledgerContract } from '../../ledger/store-contract';
import { madeOf, repeatPaymentSample } from './sample';
import { creation, entriesAfter, pounds, setupOf, shown } from './made';

export interface Stores {
  readonly store: RepeatPaymentStore & SampleStore<RepeatPayment, Change>;
  /** Whose feed tells of both. */
  readonly orders: OrderStore;
}

/** What every store of repeat payments must do. @param makeStores gives empty ones for each test */
export function storeContract(name: string, makeStores: () => Stores | Promise<Stores>): void {
  ledgerContract(name, repeatPaymentSample, async () => madeOf(await makeStores()));
  dueWorkContract(name, async () => {
    const { store } = await makeStores();
    return {
      due: store,
      add: async () => (await store.append(null, entriesAfter(null, [creation({ expiresAt: NOW })], NOW))).id,
      nameOf: ({ id }) => id,
      done: (due) => store.reschedule(due, NOW, DAY),
    };
  });

  describe(`${name} as a store of repeat payments`, () => {
    let store: RepeatPaymentStore;
    let orders: OrderStore;
    beforeEach(async () => void ({ store, orders } = await makeStores()));

    const create = (overrides: Partial<NewRepeatPayment> = {}, at = NOW) =>
      store.append(null, entriesAfter(null, [creation(overrides)], at));
    const append = (before: RepeatPayment, changes: readonly Change[], at = NOW) =>
      store.append(before, entriesAfter(before, changes, at));

    it('gives back what was written, by id and by token, and the history it came from', async () => {
      const setup = setupOf();
      const made = await create();
      const done = await append(made, [
        setup.opened(),
        setup.claimed(),
        setup.challenged(),
        setup.unknown(),
        setup.started(273),
        shown(1, { status: 'paid' }),
        shown(2, { date: '2026-04-02' }),
        { type: 'schedule_moved', status: 'active' },
        { type: 'card_check_opened', cardCheckId: 'chk_1', intent: newIntent() },
        {
          type: 'move_claimed',
          moveId: 'mov_1',
          kind: 'refund_payment',
          paymentId: 1,
          key: { type: 'fixed', id: 273 },
        },
        { type: 'move_unknown', moveId: 'mov_1' },
        { type: 'stray_found', setupId: setup.id, key: { type: 'fixed', id: 274 } },
        { type: 'review_flagged', reason: 'started_twice' },
        { type: 'review_closed', resolution: 'dismissed', note: 'Ended by hand' },
      ]);
      expect(await store.find(made.id)).toEqual(done);
      expect(await store.findByToken(made.token)).toEqual(done);
      expect(replay(await store.history(made.id))).toEqual(done);
      expect(await store.find('rp_none')).toBeNull();
      expect(await store.findByToken('')).toBeNull();
    });

    it('keeps a variable plan, and text that a database would not take', async () => {
      const plan = { type: 'variable', entries: [{ date: '2026-04-01', amount: pounds(100) }] } as const;
      const made = await create({ plan, reference: 'one\0two \ud800' });
      expect((await store.find(made.id))?.plan).toEqual(plan);
    });

    it('lets no schedule belong to two, and remembers whose it is', async () => {
      const [one, other] = [setupOf(), setupOf()];
      const mine = await append(await create(), [one.opened(), one.claimed(), one.started(273)]);
      const theirs = await append(await create(), [other.opened(), other.claimed()]);
      await expect(append(theirs, [other.started(273)])).rejects.toMatchObject({ code: 'schedule_taken' });
      await expect(
        append(theirs, [{ type: 'stray_found', setupId: other.id, key: { type: 'fixed', id: 273 } }]),
      ).rejects.toMatchObject({ code: 'schedule_taken' });
      expect(await store.find(theirs.id)).toEqual(theirs);
      expect(await store.findSchedule({ type: 'fixed', id: 273 })).toBe(mine.id);
      expect(await store.findSchedule({ type: 'variable', id: 273 })).toBeNull();
    });

    it('lets no intent belong to two setups', async () => {
      const intent = newIntent();
      const mine = await append(await create(), [setupOf().opened(intent)]);
      await expect(append(await create(), [setupOf().opened(intent)])).rejects.toMatchObject({
        code: 'intent_taken',
      });
      expect(await store.find(mine.id)).toEqual(mine);
    });

    it('lists newest first, by what is asked for, page by page', async () => {
      const made: RepeatPayment[] = [];
      for (let each = 0; each < 3; each++)
        made.unshift(await create({ reference: 'SAME' }, later(NOW, each * SECOND)));
      await create({
        reference: 'OTHER',
        customer: { name: null, email: null, address: null, postcode: null },
      });
      const first = await store.list({ reference: 'SAME', limit: 2 });
      expect(first.items).toEqual(made.slice(0, 2));
      const next = await store.list({ reference: 'SAME', limit: 2, cursor: first.nextCursor ?? '' });
      expect(next).toEqual({ items: made.slice(2), nextCursor: null });
      expect((await store.list({ customer: 'ADA@example.com', limit: 9 })).items).toHaveLength(3);
      expect((await store.list({ status: 'active', limit: 9 })).items).toEqual([]);
      expect((await store.list({ type: 'variable', limit: 9 })).items).toEqual([]);
      expect((await store.list({ needsReview: false, limit: 9 })).items).toHaveLength(4);
      await expect(async () => store.list({ limit: 1, cursor: 'nonsense' })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    });

    it('tells the shop in the feed of orders, in the order in which it was written', async () => {
      const setup = setupOf();
      const made = await create();
      const changes = [setup.opened(), setup.claimed(), setup.started(273), shown(1, { status: 'paid' })];
      await append(made, changes);
      const { items } = await orders.feed(null, 10);
      expect(items).toEqual(outcomeOf(made, entriesAfter(made, changes)).events);
      expect(items.map(({ type }) => type)).toEqual(['repeat_payment.started', 'repeat_payment.paid']);
      expect(items[1]).toMatchObject({ orderId: null, repeatPaymentId: made.id, paymentId: '1' });
      expect(await orders.event(items[0]?.id ?? '')).toEqual(items[0]);
    });

    it('gives those that only expire last, however long they have waited', async () => {
      const expiring = await create();
      const made = await create({ expiresAt: later(NOW, 90 * DAY) }, later(NOW, 10 * DAY));
      const setup = setupOf();
      await store.append(made, entriesAfter(made, [setup.opened(), setup.claimed()], later(NOW, 10 * DAY)));
      const at = later(NOW, 11 * DAY);
      expect(await store.claimDue(at, 1, MINUTE)).toMatchObject([{ id: made.id }]);
      expect(await store.claimDue(at, 1, MINUTE)).toMatchObject([{ id: expiring.id }]);
    });

    it('gives what a look was asked for at once, and keeps the look that was asked for meanwhile', async () => {
      const made = await create();
      expect(await store.requestLook('rp_none', NOW)).toBe(false);
      for (let asks = 0; asks < 3; asks++) expect(await store.requestLook(made.id, NOW)).toBe(true);
      const [due] = await store.claimDue(NOW, 9, MINUTE);
      expect(due).toEqual({ id: made.id, asks: 3, isAsked: true });
      if (!due) throw new Error('Nothing is due');
      await store.requestLook(made.id, NOW);
      await append(made, [setupOf().opened()]);
      await store.reschedule(due, NOW, 5 * SECOND);
      expect(await store.claimDue(later(NOW, 4 * SECOND), 9, MINUTE)).toEqual([]);
      const [again] = await store.claimDue(later(NOW, 5 * SECOND), 9, MINUTE);
      expect(again).toMatchObject({ asks: 4, isAsked: true });
      if (!again) throw new Error('Nothing is due');
      await store.reschedule(again, later(NOW, 5 * SECOND), 5 * SECOND);
      expect(await store.claimDue(later(NOW, MINUTE), 9, MINUTE)).toEqual([]);
    });

    it('says that a look that was asked for is due at once, or as soon as nobody looks any more', async () => {
      const made = await create();
      expect(await store.nextDueAt(NOW)).toEqual(made.expiresAt);
      await store.requestLook(made.id, NOW);
      expect(await store.nextDueAt(NOW)).toEqual(NOW);
      const [due] = await store.claimDue(NOW, 9, MINUTE);
      expect(await store.nextDueAt(NOW)).toEqual(later(NOW, MINUTE));
      if (!due) throw new Error('Nothing is due');
      await store.requestLook(made.id, NOW);
      await store.reschedule(due, NOW, 5 * SECOND);
      expect(await store.nextDueAt(NOW)).toEqual(later(NOW, 5 * SECOND));
    });

    describe('how they stand', () => {
      const NONE = { count: 0, oldest: null };

      it('tells how many were to be looked at and since when, until a look has answered it', async () => {
        const made = await create();
        const asked = async () => (await store.standing(NOW)).asked;
        await store.requestLook(made.id, later(NOW, SECOND));
        await store.requestLook(made.id, later(NOW, 2 * SECOND));
        const [due] = await store.claimDue(later(NOW, 3 * SECOND), 9, MINUTE);
        if (!due) throw new Error('Nothing is due');
        expect(await asked()).toEqual({ count: 1, oldest: later(NOW, SECOND) });
        await store.requestLook(made.id, later(NOW, 4 * SECOND));
        await store.reschedule(due, later(NOW, 3 * SECOND), 0);
        expect(await asked()).toEqual({ count: 1, oldest: later(NOW, 3 * SECOND) });
        const [again] = await store.claimDue(later(NOW, 9 * SECOND), 9, MINUTE);
        if (!again) throw new Error('Nothing is due');
        await store.reschedule(again, later(NOW, 9 * SECOND), 0);
        expect(await asked()).toEqual(NONE);
      });
    });
  });
}
