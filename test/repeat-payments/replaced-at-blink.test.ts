import type { BlinkSchedule } from '../../src/blink/schedules/repeat-payment';
import { MINUTE } from '../../src/kernel/clock';
import { applySchedule } from '../../src/repeat-payments/use-cases/apply-schedule';
import { startRig, type Rig } from '../support/rig';
import {
  agree,
  answerAtBank,
  asked,
  created,
  depsOf,
  kept,
  lastSetup,
  post,
  read,
  startedByPhone,
} from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const PARENT = { type: 'fixed', id: 273 } as const;
const CHILD = { type: 'fixed', id: 274 } as const;

const childOf = (schedule: BlinkSchedule): BlinkSchedule => ({
  ...schedule,
  key: CHILD,
  parentId: PARENT.id,
});

/** Blink goes on with another schedule, as after an edit at its portal: under our reference, by its number and in its list. */
function replaceAtBlink(changed: (child: BlinkSchedule) => BlinkSchedule = (child) => child): void {
  const calls = depsOf(rig).blink.repeatPayments;
  const get = calls.get.bind(calls);
  const find = calls.findByReferences.bind(calls);
  Object.assign(calls, {
    get: async (...[key, currency, urgency]: Parameters<typeof get>) =>
      key.id === CHILD.id
        ? changed(childOf(await get(PARENT, currency, urgency)))
        : get(key, currency, urgency),
    findByReferences: async (...given: Parameters<typeof find>) => {
      const { found, gap } = await find(...given);
      return { found: found.flatMap((each) => [each, changed(childOf(each))]), gap };
    },
  });
}

const comeBackWith = async (id: string, scheduleId: number) => {
  const back = depsOf(rig).addresses.returnUrl(id, (await lastSetup(rig, id)).id);
  await fetch(`${back}?repeat_payment_id=${scheduleId}`, { redirect: 'manual' });
};

const ends = () => asked(rig, 'DELETE', /\/repeat-payments/);

describe('a schedule that Blink put in the place of ours', () => {
  it('is not ended when an address names it, and is shown to a human', async () => {
    const id = await startedByPhone(rig);
    replaceAtBlink();
    await comeBackWith(id, CHILD.id);
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: 'replaced_at_blink' });
    expect((await kept(rig, id)).strays).toEqual([]);
    expect(ends()).toBe(0);
  });

  it('is not ended when it is in the list in which a start is looked for', async () => {
    const id = await created(rig);
    await agree(rig, id);
    rig.sandbox.notifications.withhold(true);
    await answerAtBank(rig, id);
    replaceAtBlink();
    rig.advance(2 * MINUTE);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: 'replaced_at_blink' });
    expect((await kept(rig, id)).schedule?.key).toEqual(PARENT);
    expect((await kept(rig, id)).strays).toEqual([]);
    expect(ends()).toBe(0);
  });

  it('is not ended either when it was put in the place of the one that took the place of ours', async () => {
    const id = await startedByPhone(rig);
    replaceAtBlink((child) => ({ ...child, parentId: 272 }));
    await comeBackWith(id, CHILD.id);
    expect((await read(rig, id)).needs_review).toBe('replaced_at_blink');
    expect(ends()).toBe(0);
  });

  it('may be the one that is seen first: then the one before it is not ended', async () => {
    const id = await created(rig);
    await agree(rig, id);
    rig.sandbox.notifications.withhold(true);
    await answerAtBank(rig, id);
    const schedule = await depsOf(rig).blink.repeatPayments.get(PARENT, 'GBP');
    const seen = (each: BlinkSchedule) =>
      applySchedule(depsOf(rig), id, { schedule: each, readAt: rig.clock.now() }, { by: 'sweep' });
    await seen(childOf(schedule));
    await seen({ ...schedule, childId: CHILD.id });
    expect(await kept(rig, id)).toMatchObject({
      schedule: { key: CHILD },
      strays: [],
      review: { reason: 'replaced_at_blink' },
    });
  });

  it('may go on when ours is cancelled: it stays with the human', async () => {
    const id = await startedByPhone(rig);
    replaceAtBlink();
    await comeBackWith(id, CHILD.id);
    expect((await post(rig, id, 'cancel')).body).toMatchObject({
      status: 'cancelled',
      needs_review: 'replaced_at_blink',
    });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: 'replaced_at_blink' });
  });

  it('is one too many all the same when it is of the other type, or goes on with one that is to be ended', async () => {
    const id = await startedByPhone(rig);
    const schedule = await depsOf(rig).blink.repeatPayments.get(PARENT, 'GBP');
    const seen = (each: BlinkSchedule) =>
      applySchedule(depsOf(rig), id, { schedule: each, readAt: rig.clock.now() }, { by: 'sweep' });
    const other = { type: 'variable', id: 9 } as const;
    await seen({ ...schedule, key: other, parentId: PARENT.id });
    const second = { type: 'fixed', id: 300 } as const;
    await seen({ ...schedule, key: second });
    const third = { type: 'fixed', id: 301 } as const;
    await seen({ ...schedule, key: third, parentId: second.id });
    expect((await kept(rig, id)).strays.map(({ key }) => key)).toEqual([other, second, third]);
  });
});
