import type { BlinkInstalment, BlinkSchedule, ScheduleKey } from '../../src/blink/schedules/repeat-payment';
import { DAY, MINUTE } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import { changeRepeatPayment } from '../../src/repeat-payments/store/change-repeat-payment';
import type { ReviewReason } from '../../src/repeat-payments/domain/repeat-payment';
import { applySchedule } from '../../src/repeat-payments/use-cases/apply-schedule';
import { startRig, type Rig } from '../support/rig';
import { depsOf, FIXED, kept, post, read, startedByPhone, VARIABLE } from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

type Instalments = readonly BlinkInstalment[];

/** What Blink answers from now on, as after a change at its portal. */
function blinkShows(changed: (instalments: Instalments) => Instalments): void {
  const calls = depsOf(rig).blink.repeatPayments;
  const get = calls.get.bind(calls);
  Object.assign(calls, {
    get: async (key: ScheduleKey): Promise<BlinkSchedule> => {
      const schedule = await get(key, 'GBP');
      return { ...schedule, instalments: changed(schedule.instalments) };
    },
  });
}

const taking = (minor: number, of: (each: BlinkInstalment) => boolean) => (instalments: Instalments) =>
  instalments.map((each) => (of(each) ? { ...each, amount: money(minor, 'GBP') } : each));

const adding = (id: number, date: string, minor: number) => (instalments: Instalments) => {
  const [any] = instalments;
  if (!any) throw new Error('Nothing is shown');
  const amount = money(minor, 'GBP');
  return [...instalments, { ...any, id, date, amount, status: null, isProcessed: false, xref: null }];
};

const reviewOf = async (id: string) => (await read(rig, id, '?refresh=true')).needs_review;
const dismiss = (id: string) =>
  post(rig, id, 'review', { resolution: 'dismissed', reason: 'agreed with the customer' });

describe('what Blink takes otherwise than was agreed is shown to a human', () => {
  it('an amount that is changed after the first read', async () => {
    const id = await startedByPhone(rig);
    blinkShows(taking(5_000, (each) => each.id === 1431));
    expect(await reviewOf(id)).toBe('plan_differs');
  });

  it.each([
    ['a variable plan', VARIABLE, 1500],
    ['a plan of three payments', FIXED, 500],
  ])('one payment more than all of %s, although its amount is one of the plan’s', async (_, plan, minor) => {
    const id = await startedByPhone(rig, plan);
    blinkShows(adding(9_001, '2026-12-20', minor));
    expect(await reviewOf(id)).toBe('plan_differs');
  });

  it('an amount that is taken more often than was agreed, when another payment was called off', async () => {
    const id = await startedByPhone(rig, VARIABLE);
    await post(rig, id, 'payments/1431/cancel');
    blinkShows(adding(9_001, '2026-12-20', 1500));
    expect(await reviewOf(id)).toBe('plan_differs');
  });
});

describe('once a human has settled a difference', () => {
  it('it is not shown again, and another one is', async () => {
    const id = await startedByPhone(rig);
    blinkShows(taking(700, (each) => each.id === 1431));
    expect(await reviewOf(id)).toBe('plan_differs');
    await dismiss(id);
    expect(await reviewOf(id)).toBeNull();
    blinkShows(taking(700, (each) => each.id === 1432));
    expect(await reviewOf(id)).toBe('plan_differs');
    await dismiss(id);
    blinkShows(taking(800, (each) => each.id === 1432));
    expect(await reviewOf(id)).toBe('plan_differs');
    await dismiss(id);
    blinkShows(adding(9_001, '2026-12-20', 500));
    expect(await reviewOf(id)).toBe('plan_differs');
    await dismiss(id);
    expect(await reviewOf(id)).toBeNull();
    blinkShows(adding(9_002, '2026-12-21', 500));
    expect(await reviewOf(id)).toBe('plan_differs');
  });

  it('a plan without an end goes on with the new amount, and asks nobody again', async () => {
    const id = await startedByPhone(rig, { ...FIXED, instalments: null, frequency: 'weeks' });
    blinkShows(taking(700, (each) => each.id > 1430));
    expect(await reviewOf(id)).toBe('plan_differs');
    await dismiss(id);
    const before = (await kept(rig, id)).payments.length;
    rig.advance(15 * DAY);
    await rig.sweep();
    expect(await reviewOf(id)).toBeNull();
    expect((await kept(rig, id)).payments.length).toBe(before + 2);
  });
});

/** Another schedule under our reference, which Blink ends as soon as it is asked to. */
async function secondStarts(id: string): Promise<void> {
  const calls = depsOf(rig).blink.repeatPayments;
  Object.assign(calls, { cancelAll: () => Promise.resolve({ kind: 'done' }) });
  const first = await calls.get({ type: 'fixed', id: 273 }, 'GBP');
  const schedule = { ...first, key: { type: 'fixed', id: 300 } } as const;
  await applySchedule(depsOf(rig), id, { schedule, readAt: rig.clock.now() }, { by: 'sweep' });
}

const flag = (id: string, reason: ReviewReason) =>
  changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [{ type: 'review_flagged', reason }]);

async function sweptLater(id: string) {
  rig.advance(MINUTE);
  await rig.sweep();
  return (await read(rig, id)).needs_review;
}

describe('what was hidden by something else that was to be looked at comes up when that is closed', () => {
  it('a difference that was first seen meanwhile', async () => {
    const id = await startedByPhone(rig);
    await flag(id, 'refund_unknown');
    blinkShows(adding(9_001, '2026-12-20', 5_000));
    expect(await reviewOf(id)).toBe('refund_unknown');
    await post(rig, id, 'review', { resolution: 'happened', reason: 'seen in the portal' });
    expect(await sweptLater(id)).toBe('plan_differs');
    await dismiss(id);
    expect(await sweptLater(id)).toBeNull();
  });

  it('a difference in whose place a second schedule was shown', async () => {
    const id = await startedByPhone(rig);
    blinkShows(taking(5_000, (each) => each.id === 1431));
    expect(await reviewOf(id)).toBe('plan_differs');
    await secondStarts(id);
    expect((await read(rig, id)).needs_review).toBe('started_twice');
    await dismiss(id);
    expect(await sweptLater(id)).toBe('plan_differs');
  });

  it('a second schedule that was found while one went on that had been ended', async () => {
    const id = await startedByPhone(rig);
    await flag(id, 'still_running');
    await secondStarts(id);
    expect((await read(rig, id)).needs_review).toBe('still_running');
    await dismiss(id);
    expect(await sweptLater(id)).toBe('started_twice');
    await dismiss(id);
    expect(await sweptLater(id)).toBeNull();
  });

  it('the next reason, when a human has settled the first', async () => {
    const id = await startedByPhone(rig);
    const calls = depsOf(rig).blink.repeatPayments;
    const get = calls.get.bind(calls);
    Object.assign(calls, { get: async (key: ScheduleKey) => ({ ...(await get(key, 'GBP')), childId: 274 }) });
    expect(await reviewOf(id)).toBe('replaced_at_blink');
    await dismiss(id);
    blinkShows(taking(5_000, (each) => each.id === 1431));
    expect(await reviewOf(id)).toBe('plan_differs');
  });
});

describe('what is as it was agreed is shown to nobody', () => {
  it.each([
    [
      'twenty payments, the first and the last with amounts of their own',
      { instalments: 20, first_amount: 900, final_amount: 300 },
    ],
    ['no end, the first with an amount of its own', { instalments: null, first_amount: 900 }],
  ])('a plan of %s, to the seventeenth payment', async (_, plan) => {
    const id = await startedByPhone(rig, { ...FIXED, ...plan, frequency: 'days' });
    for (let days = 0; days < 16; days++) {
      rig.advance(DAY);
      await rig.sweep();
      expect((await read(rig, id)).needs_review).toBeNull();
    }
    expect((await kept(rig, id)).payments.filter(({ status }) => status === 'paid')).toHaveLength(17);
  });

  it('days that Blink counts in its own way', async () => {
    const id = await startedByPhone(rig, VARIABLE);
    blinkShows((all) => all.map((each) => (each.id === 1430 ? { ...each, date: '2026-12-02' } : each)));
    expect(await reviewOf(id)).toBeNull();
  });

  it('an amount that Blink does not say, on a day that it counts in its own way', async () => {
    const id = await startedByPhone(rig, { ...FIXED, instalments: 20, final_amount: 300 });
    blinkShows((all) =>
      adding(
        9_001,
        '2028-02-21',
        0,
      )(all).map((each) => (each.id === 9_001 ? { ...each, amount: null } : each)),
    );
    expect(await reviewOf(id)).toBeNull();
    expect((await kept(rig, id)).payments.at(-1)).toMatchObject({ id: 9_001, amount: { minor: 500 } });
  });

  it('a payment that takes the place of one that was declined', async () => {
    rig.sandbox.set({ repeatBody: 'documented' });
    const id = await startedByPhone(rig);
    blinkShows((all) =>
      adding(
        9_001,
        '2026-12-22',
        500,
      )(all.map((each) => (each.id === 1431 ? { ...each, status: 'Declined' } : each))),
    );
    expect(await reviewOf(id)).toBeNull();
    expect((await kept(rig, id)).payments.map(({ status }) => status)).toContain('declined');
  });
});
