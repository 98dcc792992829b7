import type { BlinkSchedule, ScheduleKey } from '../../src/blink/schedules/repeat-payment';
import { startRig, type Rig } from '../support/rig';
import { asked, depsOf, post, read, startedByPhone, told } from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  rig.sandbox.set({ repeatBody: 'documented' });
});
afterEach(() => rig.stop());

/** From now on Blink shows these as taken. */
function blinkTakes(...ids: readonly number[]): void {
  const calls = depsOf(rig).blink.repeatPayments;
  const get = calls.get.bind(calls);
  Object.assign(calls, {
    get: async (key: ScheduleKey): Promise<BlinkSchedule> => {
      const schedule = await get(key, 'GBP');
      const taken = { status: 'Captured', isProcessed: true, xref: '26122000VX01' };
      return {
        ...schedule,
        instalments: schedule.instalments.map((each) =>
          ids.includes(each.id) ? { ...each, ...taken } : each,
        ),
      };
    },
  });
}

/** Blink says that it ended it, and does not. */
function blinkOnlySaysSo(): () => void {
  const calls = depsOf(rig).blink.repeatPayments;
  const { cancelAll } = calls;
  Object.assign(calls, { cancelAll: () => Promise.resolve({ kind: 'done' }) });
  return () => void Object.assign(calls, { cancelAll });
}

const reviewOf = async (id: string) => (await read(rig, id, '?refresh=true')).needs_review;
const dismiss = (id: string) => post(rig, id, 'review', { resolution: 'dismissed', reason: 'given back' });
const ends = () => asked(rig, 'DELETE', '/repeat-payments');

describe('money that Blink takes for what was called off', () => {
  it('is shown to a human each time, after all was cancelled', async () => {
    const id = await startedByPhone(rig);
    await post(rig, id, 'cancel');
    blinkTakes(1431);
    expect(await reviewOf(id)).toBe('still_running');
    await dismiss(id);
    expect(await reviewOf(id)).toBeNull();
    blinkTakes(1432);
    expect(await reviewOf(id)).toBe('still_running');
    await dismiss(id);
    expect(await reviewOf(id)).toBeNull();
  });

  it('is shown to a human also of one payment, while the others go on', async () => {
    const id = await startedByPhone(rig);
    await post(rig, id, 'payments/1431/cancel');
    blinkTakes(1431);
    expect(await reviewOf(id)).toBe('still_running');
    expect(await told(rig, id)).toEqual(['started', 'paid', 'paid', 'needs_review']);
    await dismiss(id);
    expect(await reviewOf(id)).toBeNull();
  });

  it('is shown to nobody where the payment was still to come', async () => {
    const id = await startedByPhone(rig);
    await post(rig, id, 'payments/1432/cancel');
    blinkTakes(1431);
    expect(await reviewOf(id)).toBeNull();
  });
});

describe('a repeat payment that was cancelled', () => {
  it('is ended once more when Blink goes on with it all the same', async () => {
    const id = await startedByPhone(rig);
    const asBefore = blinkOnlySaysSo();
    await post(rig, id, 'cancel');
    asBefore();
    expect(await reviewOf(id)).toBe('still_running');
    expect(await post(rig, id, 'cancel')).toMatchObject({
      status: 200,
      body: { status: 'cancelled', needs_review: 'still_running', pending: [] },
    });
    expect(rig.sandbox.schedules.list()[0]?.status).toBe('Cancelled');
    await dismiss(id);
    expect(await reviewOf(id)).toBeNull();
    await post(rig, id, 'cancel');
    expect(ends()).toBe(1);
  });
});
