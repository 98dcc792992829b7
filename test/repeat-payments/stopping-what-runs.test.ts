import { createBlink } from '../../src/blink/create-blink';
import { BlinkUnreadable } from '../../src/blink/errors';
import type { RepeatPaymentCalls } from '../../src/blink/schedules/repeat-payment';
import { HOUR, MINUTE } from '../../src/kernel/clock';
import { changeRepeatPayment } from '../../src/repeat-payments/store/change-repeat-payment';
import type { ReviewReason } from '../../src/repeat-payments/domain/repeat-payment';
import { startRig, type Rig, type RigOptions } from '../support/rig';
import {
  agree,
  answerAtBank,
  asked,
  callIn,
  created,
  depsOf,
  FIXED,
  kept,
  lastSetup,
  post,
  read,
  started,
  startedByPhone,
  VARIABLE,
} from './support/started';

let rig: Rig;
const start = async (options?: RigOptions) => void (rig = await startRig(options));
beforeEach(() => start());
afterEach(() => rig.stop());

const ofBlink = () => rig.sandbox.schedules.list().map(({ status }) => status);
const ends = () => asked(rig, 'DELETE', /\/repeat-payments\/\d+$/);
const END = { method: 'DELETE', path: /\/repeat-payments\/\d+$/ } as const;

/** With some of Blink's calls changed. */
async function changing(changed: (calls: RepeatPaymentCalls) => Partial<RepeatPaymentCalls>): Promise<void> {
  await rig.stop();
  await start({
    client: (options) => {
      const blink = createBlink(options);
      return { ...blink, repeatPayments: { ...blink.repeatPayments, ...changed(blink.repeatPayments) } };
    },
  });
}

const unreadable = () => Promise.reject(new BlinkUnreadable('GET repeat-payments', 'not JSON'));
/** Blink creates the schedule, and says no more of it than its number, as in 2023; no answer about it can be read. */
const onlyNamed = (calls: RepeatPaymentCalls): Partial<RepeatPaymentCalls> => ({
  create: async (schedule) => {
    const answer = await calls.create(schedule);
    if (answer.kind !== 'created') return answer;
    return { kind: 'named', scheduleId: answer.schedule.key.id, transactionId: null };
  },
  get: unreadable,
  findByReferences: unreadable,
});

describe('a schedule as Blink was recorded, without a currency', () => {
  it.each([
    ['of equal amounts', FIXED],
    ['of amounts of their own', VARIABLE],
  ])('is read, and stopped: %s', async (_, plan) => {
    const id = await started(rig, plan);
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: null, currency: 'GBP' });
    expect((await read(rig, id)).started_at).not.toBeNull();
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(ofBlink()).toEqual(['Cancelled']);
  });

  it('is one of 2023, with the card’s token in the place of the payment’s number', async () => {
    rig.sandbox.set({ repeatBody: 'recorded-2023' });
    const id = await startedByPhone(rig);
    expect(await read(rig, id)).toMatchObject({ needs_review: null, payments: [{ status: 'paid' }, {}, {}] });
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
  });

  it('that shows another currency than the plan is shown to a human, and stopped', async () => {
    const id = await startedByPhone(rig);
    const calls = depsOf(rig).blink.repeatPayments;
    const get = calls.get.bind(calls);
    Object.assign(calls, {
      get: async (...given: Parameters<typeof get>) => ({ ...(await get(...given)), currency: 'EUR' }),
    });
    expect((await read(rig, id, '?refresh=true')).needs_review).toBe('plan_differs');
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
  });

  it('of which one payment cannot be read shows the others, says so to a human and the log, and is stopped', async () => {
    const id = await startedByPhone(rig);
    const calls = depsOf(rig).blink.repeatPayments;
    const get = calls.get.bind(calls);
    Object.assign(calls, {
      get: async (...given: Parameters<typeof get>) => {
        const schedule = await get(...given);
        const instalments = schedule.instalments.filter(({ id: each }) => each !== 1431);
        return { ...schedule, instalments, unreadable: [1431], unclear: ['recurring_data.status'] };
      },
    });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: 'unknown_status' });
    expect(rig.log.text()).toContain('a schedule was read only in part');
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
    expect(ofBlink()).toEqual(['Cancelled']);
  });

  it('that shows no reference is still the one that it was', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.cancel('fixed_schedule', 273);
    const calls = depsOf(rig).blink.repeatPayments;
    const get = calls.get.bind(calls);
    Object.assign(calls, {
      get: async (...given: Parameters<typeof get>) => ({ ...(await get(...given)), reference: '' }),
    });
    expect((await read(rig, id, '?refresh=true')).status).toBe('cancelled');
  });
});

describe('a schedule of which no more than the number is known', () => {
  it('is stopped, although nothing about it can be read', async () => {
    await changing(onlyNamed);
    const id = await created(rig);
    await callIn(rig, id);
    await rig.settle();
    expect(await read(rig, id)).toMatchObject({ started_at: null, setups: [{ status: 'unknown' }] });
    expect(ofBlink()).toEqual(['Active']);
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(ofBlink()).toEqual(['Cancelled']);
    expect(await rig.api('GET', `/repeat-payments/${id}`)).toMatchObject({ status: 200 });
  });

  it('is asked for by that number, without its reference and without the list', async () => {
    await changing((calls) => ({
      ...onlyNamed(calls),
      get: async (...given) => ({ ...(await calls.get(...given)), reference: '' }),
    }));
    const id = await created(rig);
    await callIn(rig, id);
    expect(await read(rig, id)).toMatchObject({ status: 'active', payments: [{ status: 'paid' }, {}, {}] });
  });

  it('is not taken for another one’s', async () => {
    await changing(onlyNamed);
    const theirs = await created(rig);
    await callIn(rig, theirs);
    await post(rig, theirs, 'cancel');
    const id = await created(rig);
    await callIn(rig, id);
    const { id: setupId } = await lastSetup(rig, id);
    const other = await created(rig);
    await callIn(rig, other);
    const taken = (await kept(rig, other)).setups.at(-1)?.scheduleId;
    expect(taken).not.toBeNull();
    await changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [
      { type: 'schedule_started', setupId, key: { type: 'fixed', id: taken ?? 0 } },
    ]);
    expect(await post(rig, other, 'cancel')).toMatchObject({
      status: 409,
      body: { code: 'setup_under_way' },
    });
    expect(ends()).toBe(1);
  });
});

describe('a schedule that may have started', () => {
  it('is looked for before it is said that it cannot be stopped yet', async () => {
    rig.sandbox.notifications.withhold(true);
    const id = await created(rig);
    await agree(rig, id);
    expect((await post(rig, id, 'cancel')).body.code).toBe('setup_under_way');
    await answerAtBank(rig, id);
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(ofBlink()).toEqual(['Cancelled']);
  });

  it('of which nothing is known and nothing can be read is not said to be stopped', async () => {
    await changing(() => ({ findByReferences: unreadable }));
    const id = await created(rig);
    await agree(rig, id);
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 409, body: { code: 'setup_under_way' } });
    expect(ends()).toBe(0);
  });
});

describe('a plan that runs is stopped whatever else is not known of it', () => {
  it('after a cancellation whose answer was lost, as often as is asked', async () => {
    const id = await startedByPhone(rig);
    for (let tries = 0; tries < 2; tries++) {
      rig.sandbox.breakNext(END, { kind: 'reset-before' });
      expect(await post(rig, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'active' } });
    }
    expect(await post(rig, id, 'cancel')).toMatchObject({
      status: 200,
      body: { status: 'cancelled', needs_review: null, pending: [] },
    });
    expect(ofBlink()).toEqual(['Cancelled']);
    rig.advance(HOUR);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({ needs_review: null, pending: [] });
  });

  it('after a cancellation that lost its process', async () => {
    const id = await startedByPhone(rig);
    await changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [
      {
        type: 'move_claimed',
        moveId: 'mov_lost',
        kind: 'cancel_all',
        paymentId: null,
        key: { type: 'fixed', id: 273 },
      },
    ]);
    expect((await post(rig, id, 'cancel')).body.code).toBe('outcome_unknown'); // it may be on its way at this moment
    rig.advance(2 * MINUTE);
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
  });

  it('while the outcome of a refund and of another card is unknown', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments/cancel' }, { kind: 'reset-before' });
    await post(rig, id, 'payments/1430/refund');
    expect((await post(rig, id, 'cancel')).body).toMatchObject({
      status: 'cancelled',
      needs_review: 'refund_unknown',
    });
    expect(ofBlink()).toEqual(['Cancelled']);
  });

  it.each<ReviewReason>([
    'plan_differs',
    'unknown_status',
    'schedule_missing',
    'payment_overdue',
    'started_twice',
    'replaced_at_blink',
    'cancel_unknown',
    'card_update_unknown',
  ])('while a human is to look at it: %s', async (reason) => {
    const id = await startedByPhone(rig);
    await changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [{ type: 'review_flagged', reason }]);
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
    expect(ofBlink()).toEqual(['Cancelled']);
  });

  it('while it cannot be read', async () => {
    await changing(({ get }) => {
      let reads = 0;
      return { get: (...given) => (reads++ === 0 ? get(...given) : unreadable()) };
    });
    const id = await startedByPhone(rig);
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(ofBlink()).toEqual(['Cancelled']);
  });
});

describe('a plan that was over', () => {
  it('is stopped again when Blink shows it running, also after a human has settled that', async () => {
    const id = await startedByPhone(rig);
    await post(rig, id, 'cancel');
    const calls = depsOf(rig).blink.repeatPayments;
    const get = calls.get.bind(calls);
    Object.assign(calls, {
      get: async (...given: Parameters<typeof get>) => ({ ...(await get(...given)), status: 'Active' }),
    });
    await read(rig, id, '?refresh=true');
    await post(rig, id, 'review', { resolution: 'dismissed', reason: 'It will end by itself' });
    const before = ends();
    await post(rig, id, 'cancel');
    expect(ends()).toBe(before + 1);
  });

  it('because all was paid is stopped when Blink shows it running, and else there is nothing to stop', async () => {
    const id = await startedByPhone(rig);
    for (let payments = 0; payments < 2; payments++) rig.sandbox.schedules.runNext('fixed_schedule', 273);
    expect((await read(rig, id, '?refresh=true')).status).toBe('completed');
    expect((await post(rig, id, 'cancel')).body.code).toBe('repeat_payment_not_cancellable');
    const calls = depsOf(rig).blink.repeatPayments;
    const get = calls.get.bind(calls);
    Object.assign(calls, {
      get: async (...given: Parameters<typeof get>) => ({ ...(await get(...given)), status: 'Active' }),
    });
    expect((await post(rig, id, 'cancel')).status).toBe(200);
    expect(ends()).toBe(1);
  });

  it('has the one that started late ended once more when Blink refused to end it', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const { id: setupId } = await lastSetup(rig, id);
    rig.sandbox.notifications.withhold(true);
    await answerAtBank(rig, id);
    await changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [
      { type: 'setup_abandoned', setupId },
      { type: 'repeat_payment_cancelled' },
    ]);
    const refusal = { success: false, message: 'Not now' };
    rig.sandbox.breakNext(END, { kind: 'status', status: 200, body: refusal });
    expect((await read(rig, id, '?refresh=true')).needs_review).toBe('still_running');
    expect(ofBlink()).toEqual(['Active']);
    expect((await post(rig, id, 'cancel')).status).toBe(200);
    expect(ofBlink()).toEqual(['Cancelled']);
  });
});

describe('a plan that was edited at Blink’s portal, and goes on as another schedule', () => {
  it.each([1, 2, 3])('is stopped with all of them: %p times', async (edits) => {
    const id = await startedByPhone(rig);
    let last = 273;
    for (let edit = 0; edit < edits; edit++) last = rig.sandbox.schedules.edit('fixed_schedule', last, 700);
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: 'replaced_at_blink' });
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(ofBlink()).toEqual(Array.from({ length: edits + 1 }, () => 'Cancelled'));
    expect(await read(rig, id, '?refresh=true')).toMatchObject({
      status: 'cancelled',
      needs_review: 'replaced_at_blink',
    });
  });

  it('is stopped also when Blink refuses to end the one that takes nothing any more', async () => {
    await changing((calls) => ({
      cancelAll: (key) =>
        key.id === 273 ? Promise.resolve({ kind: 'refused', reason: 'Not active' }) : calls.cancelAll(key),
    }));
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.edit('fixed_schedule', 273, 700);
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(rig.sandbox.schedules.list().at(-1)?.status).toBe('Cancelled');
    expect((await read(rig, id, '?refresh=true')).needs_review).toBe('replaced_at_blink');
  });

  it('is stopped with it when that is tried again, and is told while it goes on', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.edit('fixed_schedule', 273, 700);
    const child = { method: 'DELETE', path: /\/repeat-payments\/274$/ } as const;
    rig.sandbox.breakNext(child, {
      kind: 'status',
      status: 200,
      body: { success: false, message: 'Not now' },
    });
    expect((await post(rig, id, 'cancel')).body).toMatchObject({ needs_review: 'still_running' });
    expect(ofBlink()).toEqual(['Cancelled', 'Active']);
    expect((await post(rig, id, 'cancel')).status).toBe(200);
    expect(ofBlink()).toEqual(['Cancelled', 'Cancelled']);
  });
});
