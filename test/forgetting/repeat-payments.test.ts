/** @jest-environment ./test/support/pglite-environment.cjs */
import { queuesFor } from '../../src/delivery/queues-for';
import { DAY, later } from '../../src/kernel/clock';
import { Retention } from '../../src/server/retention';
import type { Change, NewRepeatPayment } from '../../src/repeat-payments/domain/history';
import { repeatPaymentErasure } from '../../src/repeat-payments/store/postgres-erasure';
import { PostgresRepeatPaymentStore } from '../../src/repeat-payments/store/postgres-store';
import type { RepeatPayment } from '../../src/repeat-payments/domain/repeat-payment';
import { FIXED, first, move, NOW, shown, STARTED } from '../repeat-payments/pages/made';
import { capturedLog, type CapturedLog } from '../support/captured-log';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { SHOPPER } from '../support/orders';
import { TestClock } from '../support/test-clock';
import { everythingStored } from './everything-stored';

const AFTER_DAYS = 540;
const ENDED: readonly Change[] = [
  ...STARTED,
  shown(1430, '2026-11-29', 'paid', 1000),
  ...move('cancel_all', 'done'),
];

describe('forgetting repeat payments', () => {
  let place: OrderDatabase;
  let store: PostgresRepeatPaymentStore;
  let clock: TestClock;
  let log: CapturedLog;
  let numbers = 0;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    store = new PostgresRepeatPaymentStore(place.database, queuesFor(['shop', 'customer']));
    clock = new TestClock(NOW.getTime());
    log = capturedLog();
  });
  afterAll(() => place.drop());

  const forgetting = () => new Retention(place.database, clock, log, AFTER_DAYS);
  const run = async () => {
    await forgetting().run();
    return log.lines().findLast(({ msg }) => msg === 'personal data of repeat payments was erased')?.[
      'count'
    ];
  };
  const passDays = (days: number) => clock.advance(days * DAY);

  const append = (before: RepeatPayment | null, ...changes: readonly Change[]): Promise<RepeatPayment> =>
    store.append(
      before,
      changes.map((change, index) => ({
        sequence: (before?.version ?? 0) + index + 1,
        by: 'system',
        at: clock.now(),
        change,
      })),
    );
  function create(given: Partial<NewRepeatPayment> = {}): Promise<RepeatPayment> {
    const number = String((numbers += 1)).padStart(4, '0');
    const fresh: NewRepeatPayment = {
      id: `rp_${number}`,
      token: `token-of-rp-${number}`,
      reference: 'CLUB-7',
      plan: FIXED,
      customer: SHOPPER,
      orderId: null,
      successUrl: null,
      expiresAt: later(NOW, 7 * DAY),
      ...given,
    };
    return append(null, { type: 'repeat_payment_created', repeatPayment: fresh });
  }
  /** One whose sweep has looked at everything there was to see. */
  async function unwatched(...changes: readonly Change[]): Promise<RepeatPayment> {
    const created = await create();
    const after = changes.length > 0 ? await append(created, ...changes) : created;
    await place.sql('UPDATE repeat_payments SET due_at = NULL');
    return after;
  }
  const isErased = async ({ id }: RepeatPayment) => (await store.find(id))?.customer.name === null;

  describe('erases one that', () => {
    it.each<[string, readonly Change[]]>([
      ['was stopped', ENDED],
      ['came to its end', [...STARTED, { type: 'schedule_moved', status: 'completed' }]],
      ['was called off before it started', [{ type: 'repeat_payment_cancelled' }]],
      ['nobody agreed to', [{ type: 'repeat_payment_expired' }]],
      ['was called off after a refused card', [first.opened, first.claimed, first.declined, { type: 'repeat_payment_cancelled' }]],
    ])('%s', async (_, changes) => {
      const repeatPayment = await unwatched(...changes);
      passDays(AFTER_DAYS + 1);
      expect(await run()).toBe(1);
      expect(await isErased(repeatPayment)).toBe(true);
      expect(await everythingStored(place)).not.toContain(SHOPPER.name);
      expect(await run()).toBe(0);
    }); // prettier-ignore
  });

  describe('leaves as it is', () => {
    it.each<[string, readonly Change[]]>([
      ['to which the customer may still agree', []],
      ['of which a form is open', [first.opened]],
      ['whose setup is being sent', [first.opened, first.claimed]],
      ['whose customer is at the bank', [first.opened, first.claimed, first.challenged]],
      ['of whose setup nobody knows the end', [first.opened, first.claimed, first.unknown]],
      ['whose card was refused and may be followed by another', [first.opened, first.claimed, first.declined]],
      ['whose first day is still to come', [first.opened, first.claimed, first.started]],
      ['that runs', STARTED],
      ['that a person should look at', [...ENDED, { type: 'review_flagged', reason: 'started_twice' }]],
      ['of which something is being asked', [...ENDED, ...move('refund_payment', null, 'mov_2')]],
      ['of which nobody knows what became of a refund', [...ENDED, ...move('refund_payment', 'unknown', 'mov_2')]],
      ['beside which another schedule may run', [...ENDED, { type: 'stray_found', setupId: 'set_1', key: { type: 'fixed', id: 274 } }]],
    ])('one %s, however old and even when nobody watches it any more', async (_, changes) => {
      const repeatPayment = await unwatched(...changes);
      passDays(AFTER_DAYS + 1);
      const before = await everythingStored(place);
      expect(await run()).toBe(0);
      expect(await store.find(repeatPayment.id)).toEqual(repeatPayment);
      expect(await everythingStored(place)).toBe(before);
    }); // prettier-ignore

    it('one to which something happened within the time, to the millisecond', async () => {
      const repeatPayment = await unwatched(...ENDED);
      passDays(AFTER_DAYS);
      expect(await run()).toBe(0);
      expect(await isErased(repeatPayment)).toBe(false);
      clock.advance(1);
      expect(await run()).toBe(1);
      expect(await isErased(repeatPayment)).toBe(true);
    });

    it('one that is old but was over only lately', async () => {
      const running = await unwatched(...STARTED);
      passDays(AFTER_DAYS + 100);
      await append(running, ...move('cancel_all', 'done'));
      passDays(100);
      await place.sql('UPDATE repeat_payments SET due_at = NULL');
      expect(await run()).toBe(0);
      expect(await isErased(running)).toBe(false);
    });

    it('one that the sweep still has to look at, by itself or because somebody asked', async () => {
      const { id } = await append(await create(), ...ENDED);
      passDays(AFTER_DAYS + 1);
      expect(await run()).toBe(0);
      await place.sql('UPDATE repeat_payments SET due_at = NULL');
      await store.requestLook(id, clock.now());
      expect(await run()).toBe(0);
      for (const due of await store.claimDue(clock.now(), 10, DAY))
        await store.reschedule(due, clock.now(), 0);
      expect(await run()).toBe(1);
    });

    it('one that was in review, until that has been closed for as long', async () => {
      const flagged = await unwatched(...ENDED, { type: 'review_flagged', reason: 'unknown_status' });
      passDays(AFTER_DAYS + 1);
      const note = `${String(SHOPPER.name)} called`;
      await append(flagged, { type: 'review_closed', resolution: 'dismissed', note });
      await place.sql('UPDATE repeat_payments SET due_at = NULL');
      expect(await run()).toBe(0);
      passDays(AFTER_DAYS + 1);
      expect(await run()).toBe(1);
      expect(await everythingStored(place)).not.toContain(SHOPPER.name);
    });

    it('one to which something happens at the very moment, and nothing of it is erased', async () => {
      const before = await unwatched(...ENDED);
      passDays(AFTER_DAYS + 1);
      const changed = await append(before, ...move('refund_payment', null, 'mov_2'));
      const erasure = repeatPaymentErasure(place.database);
      expect(await erasure.erase(before, clock.now(), 'test')).toBe(false);
      expect(await store.find(before.id)).toEqual(changed);
      expect(await store.history(before.id)).toHaveLength(changed.version);
      expect(JSON.stringify(await store.history(before.id))).toContain(SHOPPER.name);
    });
  });

  it('loses to nobody: what was decided before it is decided again', async () => {
    const before = await unwatched(...ENDED);
    passDays(AFTER_DAYS + 1);
    await run();
    await expect(append(before, ...move('refund_payment', null, 'mov_2'))).rejects.toMatchObject({
      code: 'repeat_payment_changed',
    });
    expect(await isErased(before)).toBe(true);
  });

  it('goes through all of them, and finds nothing to do the next time', async () => {
    const count = 105; // more than one page
    for (let index = 0; index < count; index++)
      await append(await create(), { type: 'repeat_payment_cancelled' });
    passDays(AFTER_DAYS + 1);
    expect(await run()).toBe(count);
    expect(await run()).toBe(0);
    expect(await everythingStored(place)).not.toContain(SHOPPER.email);
  });

  it('delivers nothing any more of what it erased', async () => {
    await unwatched(...STARTED, shown(1430, '2026-11-29', 'declined'), ...move('cancel_all', 'done'));
    expect(await place.sql("SELECT FROM outbox WHERE queue = 'customer'")).toHaveLength(1);
    passDays(AFTER_DAYS + 1);
    expect(await run()).toBe(1);
    expect(await place.sql('SELECT FROM outbox')).toEqual([]);
  });

  it('says beforehand what it would do, and does nothing', async () => {
    const { id } = await unwatched(...ENDED);
    await create();
    passDays(AFTER_DAYS + 1);
    const before = await everythingStored(place);
    await forgetting().rehearse();
    expect(await everythingStored(place)).toBe(before);
    expect(log.lines()).toMatchObject([
      { msg: 'personal data of orders would be erased', count: 0 },
      { msg: 'personal data of this repeat payment would be erased', repeatPaymentId: id },
      { msg: 'personal data of repeat payments would be erased', count: 1 },
      { msg: 'notifications kept as evidence would be deleted', count: 0 },
      { msg: 'answers kept under idempotency keys would be deleted', count: 0 },
    ]);
    expect(log.text()).not.toContain(SHOPPER.name);
  });

  describe('whoever erases', () => {
    const erasing = (statement: string) =>
      place.ruleBrokenBy(`SET LOCAL checkout.erasing = 'on'; ${statement}`);
    const line = (assignment: string, type: string) =>
      `UPDATE repeat_payment_history SET ${assignment} WHERE change ->> 'type' = '${type}'`;
    const linesOf = (type: string) =>
      `SELECT FROM repeat_payment_history WHERE change ->> 'type' = '${type}'`;
    beforeEach(async () => {
      await unwatched(
        first.opened,
        first.claimed,
        first.challenged,
        first.started,
        { type: 'schedule_moved', status: 'active' },
        shown(1430, '2026-11-29', 'paid', 1000),
        ...move('refund_payment', 'refused', 'mov_2'),
        ...move('cancel_all', 'done'),
        { type: 'review_flagged', reason: 'unknown_status' },
        { type: 'review_closed', resolution: 'dismissed', note: 'Ada called' },
      );
    });

    it.each([
      [`change = change #- '{repeatPayment,customer}' #- '{repeatPayment,successUrl}'`, 'repeat_payment_created'],
      [`change = change - 'customer'`, 'setup_claimed'],
      [`change = change - 'challenge'`, 'setup_challenged'],
      [`change = change - 'reason'`, 'move_refused'],
      [`change = change - 'note'`, 'review_closed'],
    ])('may set %s of %s, and nobody else may', async (assignment, type) => {
      expect(await place.sql(linesOf(type))).toHaveLength(1);
      expect(await erasing(line(assignment, type))).toBeNull();
      expect(await place.ruleBrokenBy(line(assignment, type))).toBe('append_only');
    }); // prettier-ignore

    it.each([
      [`change = jsonb_set(change, '{repeatPayment,plan,amount,minor}', '1')`, 'repeat_payment_created'],
      [`change = jsonb_set(change, '{repeatPayment,token}', '"x"')`, 'repeat_payment_created'],
      [`change = jsonb_set(change, '{repeatPayment,reference}', '"x"')`, 'repeat_payment_created'],
      [`change = jsonb_set(change, '{nonce}', '"x"')`, 'setup_opened'],
      [`change = jsonb_set(change, '{setupId}', '"x"')`, 'setup_claimed'],
      [`change = jsonb_set(change, '{key,id}', '1')`, 'schedule_started'],
      [`change = jsonb_set(change, '{payment,amount,minor}', '1')`, 'payment_shown'],
      [`change = jsonb_set(change, '{payment,status}', '"refunded"')`, 'payment_shown'],
      [`change = jsonb_set(change, '{kind}', '"cancel_all"')`, 'move_claimed'],
      [`change = jsonb_set(change, '{reason}', '"started_twice"')`, 'review_flagged'],
      [`change = jsonb_set(change, '{resolution}', '"happened"')`, 'review_closed'],
      [`change = jsonb_set(change, '{type}', '"move_done"')`, 'move_refused'],
      [`change = change || '{"customer": "Eve"}'`, 'schedule_moved'],
      [`at = now()`, 'setup_claimed'],
      [`moved_by = 'staff'`, 'setup_claimed'],
      [`sequence = 99`, 'setup_claimed'],
    ])('may not set %s of %s', async (assignment, type) => {
      expect(await place.sql(linesOf(type))).not.toEqual([]);
      expect(await erasing(line(assignment, type))).toBe('append_only');
    }); // prettier-ignore

    it('may not delete a line, nor change anything of it without a version of its own', async () => {
      expect(await erasing('DELETE FROM repeat_payment_history')).toBe('append_only');
      expect(await erasing('DELETE FROM schedule_uses')).toBe('append_only');
      expect(await erasing(`UPDATE schedule_uses SET schedule_id = 1`)).toBe('append_only');
      const customer = `UPDATE repeat_payments SET body = jsonb_set(body, '{customer,name}', 'null')`;
      expect(await erasing(customer)).toBe('repeat_payments_have_versions');
      const money = `UPDATE shop_events SET data = jsonb_set(data::jsonb, '{payments,0,amount}', '1')`;
      expect(await erasing(money)).toBe('append_only');
    });
  });
});
