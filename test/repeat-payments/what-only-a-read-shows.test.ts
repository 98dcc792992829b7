import type { BlinkInstalment } from '../../src/blink/schedules/repeat-payment';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { changeRepeatPayment } from '../../src/repeat-payments/store/change-repeat-payment';
import type { ReviewReason } from '../../src/repeat-payments/domain/repeat-payment';
import { startRig, type Rig } from '../support/rig';
import { asked, depsOf, hear, post, read, startedByPhone, told } from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ sandbox: { repeatBody: 'documented' } });
});
afterEach(() => rig.stop());

const KEY = ['fixed_schedule', 273] as const;
const SCHEDULE = { method: 'GET', path: '/repeat-payments/273' } as const;
const UNREADABLE = { kind: 'html', status: 503 } as const;
const statuses = async (id: string) =>
  (await read(rig, id)).payments.map(({ status }: { status: string }) => status);

const flag = (id: string, reason: ReviewReason) =>
  changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [{ type: 'review_flagged', reason }]);

const close = (id: string, resolution: string) =>
  post(rig, id, 'review', { resolution, reason: 'looked up in the portal' });

/** Blink's answers have this of a payment. @returns what makes them as they are again */
function showing(paymentId: number, shown: Partial<BlinkInstalment>): () => void {
  const { repeatPayments } = depsOf(rig).blink;
  const get = repeatPayments.get.bind(repeatPayments);
  Object.assign(repeatPayments, {
    get: async (...given: Parameters<typeof get>) => {
      const schedule = await get(...given);
      const as = (each: BlinkInstalment) => (each.id === paymentId ? { ...each, ...shown } : each);
      return { ...schedule, instalments: schedule.instalments.map(as) };
    },
  });
  return () => void Object.assign(repeatPayments, { get });
}

async function later(milliseconds: number): Promise<void> {
  rig.advance(milliseconds);
  await rig.settle();
  await rig.sweep();
}

/** The second of three payments was declined; notifications are kept back from here on. */
async function declined(): Promise<string> {
  const id = await startedByPhone(rig);
  rig.sandbox.schedules.declineNext(...KEY);
  rig.sandbox.notifications.withhold(true);
  await later(30 * DAY);
  expect(await statuses(id)).toEqual(['paid', 'declined', 'pending']);
  return id;
}

describe('a payment that Blink said it takes again', () => {
  const RETRIES = '/repeat-payments/retry';

  it('is not taken a third time while nobody could read how it went', async () => {
    const id = await declined();
    rig.sandbox.breakNext({ ...SCHEDULE, times: 3 }, UNREADABLE);
    expect((await post(rig, id, 'payments/1431/retry')).body.payments[1].status).toBe('pending');
    for (const what of ['retry', 'cancel'])
      expect((await post(rig, id, `payments/1431/${what}`)).status).toBe(409);
    expect(asked(rig, 'POST', RETRIES)).toBe(1);
    await later(3 * MINUTE);
    await later(10 * MINUTE);
    expect(await statuses(id)).toEqual(['paid', 'paid', 'pending']);
    expect((await told(rig, id)).filter((each) => each === 'paid')).toHaveLength(2);
  });

  it('is declined again when a later read says so, and may be retried then', async () => {
    const id = await declined();
    rig.sandbox.breakNext({ ...SCHEDULE, times: 3 }, UNREADABLE);
    await post(rig, id, 'payments/1431/retry');
    showing(1431, { status: 'Declined', isProcessed: false, xref: null });
    await later(MINUTE);
    expect(await statuses(id)).toEqual(['paid', 'declined', 'pending']);
  });

  it('long after its day is waited for from now on: nobody has to look yet', async () => {
    const id = await declined();
    await later(10 * DAY);
    await post(rig, id, 'payments/1431/retry');
    expect(await statuses(id)).toEqual(['paid', 'paid', 'pending']);
    expect(await told(rig, id)).not.toContain('needs_review');
  });

  it('of a completed plan is shown to a human when nothing is heard for a week, and looked for all the same', async () => {
    const id = await declined();
    for (let weeks = 0; weeks < 8; weeks++) await later(7 * DAY);
    expect(await read(rig, id)).toMatchObject({ status: 'completed', needs_review: null });
    const mend = showing(1431, { status: 'Pending', isProcessed: false, xref: null });
    await post(rig, id, 'payments/1431/retry');
    for (let days = 0; days < 9; days++) await later(DAY);
    expect((await read(rig, id)).needs_review).toBe('payment_overdue');
    mend();
    await later(8 * DAY);
    expect(await read(rig, id)).toMatchObject({ status: 'completed', needs_review: null });
    expect(await statuses(id)).toEqual(['paid', 'paid', 'paid']);
  });

  it('is not called off with the plan, even before its day', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.declineNext(...KEY);
    rig.sandbox.schedules.runNext(...KEY);
    await hear(rig);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ ...SCHEDULE, times: 1_000 }, UNREADABLE);
    await post(rig, id, 'payments/1431/retry');
    await post(rig, id, 'cancel');
    expect(await statuses(id)).toEqual(['paid', 'pending', 'cancelled']);
    rig.sandbox.mend();
    for (let looks = 0; looks < 4; looks++) await later(HOUR);
    expect(await statuses(id)).toEqual(['paid', 'paid', 'cancelled']);
  });

  it('is read as soon as a human found out that Blink did it', async () => {
    const id = await declined();
    rig.sandbox.breakNext({ method: 'POST', path: RETRIES }, { kind: 'reset-after' });
    rig.sandbox.breakNext({ ...SCHEDULE, times: 3 }, UNREADABLE);
    await post(rig, id, 'payments/1431/retry');
    expect((await read(rig, id)).needs_review).toBe('retry_unknown');
    const found = { resolution: 'happened', reason: 'The portal shows it' };
    expect((await post(rig, id, 'review', found)).body).toMatchObject({ needs_review: null, pending: [] });
    expect(await statuses(id)).toEqual(['paid', 'paid', 'pending']);
  });
});

describe('a plan that is cancelled on the day of a payment', () => {
  /** Nobody has told of the payment of the thirtieth day, and nobody has looked. */
  async function onItsDay(): Promise<string> {
    const id = await startedByPhone(rig);
    rig.sandbox.notifications.withhold(true);
    for (let day = 0; day < 29; day++) await later(DAY);
    rig.advance(DAY);
    return id;
  }

  it('keeps what Blink had taken before', async () => {
    const id = await onItsDay();
    const { body } = await post(rig, id, 'cancel');
    expect(body).toMatchObject({ status: 'cancelled', needs_review: null });
    expect(await statuses(id)).toEqual(['paid', 'paid', 'cancelled']);
  });

  it('finds what Blink had taken before when it could not be read at once', async () => {
    const id = await onItsDay();
    rig.sandbox.breakNext({ ...SCHEDULE, times: 6 }, UNREADABLE);
    await post(rig, id, 'cancel');
    expect(await statuses(id)).toEqual(['paid', 'pending', 'cancelled']);
    for (let looks = 0; looks < 4; looks++) await later(HOUR);
    expect(await statuses(id)).toEqual(['paid', 'paid', 'cancelled']);
    expect(await read(rig, id)).toMatchObject({ status: 'cancelled', needs_review: null });
    expect((await post(rig, id, 'payments/1431/refund')).body.payments[1].status).toBe('refunded');
  });

  it('shows a human a payment of which nothing can be read for a week', async () => {
    const id = await onItsDay();
    rig.sandbox.breakNext({ ...SCHEDULE, times: 1_000 }, UNREADABLE);
    await post(rig, id, 'cancel');
    for (let days = 0; days < 9; days++) await later(DAY);
    expect((await read(rig, id)).needs_review).toBe('payment_overdue');
  });
});

describe('a cancellation that was lost on its way', () => {
  it('does not make a completed plan a cancelled one', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.notifications.withhold(true);
    await later(30 * DAY);
    rig.advance(31 * DAY);
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'reset-before' });
    await post(rig, id, 'cancel');
    expect(await read(rig, id)).toMatchObject({ status: 'completed', needs_review: null, pending: [] });
    expect(await statuses(id)).toEqual(['paid', 'paid', 'paid']);
    expect((await told(rig, id)).at(-1)).toBe('completed');
  });

  it('stays before a human until it is cancelled', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'reset-before' });
    await post(rig, id, 'cancel');
    await later(10 * MINUTE);
    expect(await read(rig, id)).toMatchObject({
      status: 'active',
      needs_review: 'cancel_unknown',
      pending: [],
    });
    expect((await post(rig, id, 'cancel')).body).toMatchObject({ status: 'cancelled', needs_review: null });
  });

  it('comes up when what was to be looked at before it is out of the way', async () => {
    const id = await startedByPhone(rig);
    await flag(id, 'still_running');
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'reset-before' });
    await post(rig, id, 'cancel');
    await later(10 * MINUTE);
    expect(await read(rig, id)).toMatchObject({ needs_review: 'still_running', pending: [] });
    await close(id, 'dismissed');
    await later(10 * MINUTE);
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: 'cancel_unknown' });
    await close(id, 'did_not_happen');
    await later(10 * MINUTE);
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: null });
  });

  it('of one payment is no matter any more once that payment was taken', async () => {
    const id = await startedByPhone(rig);
    await flag(id, 'still_running');
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'reset-before' });
    await post(rig, id, 'payments/1431/cancel');
    await later(10 * MINUTE);
    await later(31 * DAY);
    await close(id, 'dismissed');
    await later(10 * MINUTE);
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: null, pending: [] });
  });
});

it('what Blink has no known word for is not called off with the plan', async () => {
  const id = await startedByPhone(rig);
  rig.sandbox.schedules.cancel(...KEY);
  showing(1431, { status: 'Settling', isProcessed: null });
  expect(await read(rig, id, '?refresh=true')).toMatchObject({
    status: 'cancelled',
    needs_review: 'unknown_status',
  });
  expect(await statuses(id)).toEqual(['paid', 'pending', 'cancelled']);
});

it.each(['documented', 'recorded'] as const)(
  'what a plan that was cancelled at the portal had not taken is called off: %s',
  async (repeatBody) => {
    rig.sandbox.set({ repeatBody });
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.cancel(...KEY);
    expect((await read(rig, id, '?refresh=true')).status).toBe('cancelled');
    expect(await statuses(id)).toEqual(['paid', 'cancelled', 'cancelled']);
  },
);
