import { createBlink } from '../../src/blink/create-blink';
import { BlinkUnreadable } from '../../src/blink/errors';
import { MINUTE, SECOND } from '../../src/kernel/clock';
import { changeRepeatPayment } from '../../src/repeat-payments/store/change-repeat-payment';
import { giveUpChallenge } from '../../src/repeat-payments/use-cases/give-up-challenge';
import { startRig, type Rig } from '../support/rig';
import { post as pressed } from '../support/shopper';
import {
  agree,
  answerAtBank,
  answerChallenge,
  asked,
  callIn,
  created,
  depsOf,
  kept,
  lastSetup,
  read,
} from './support/started';

let rig: Rig;
let isListReadable = true;
/** As with so many schedules that the client gives the list up. */
beforeEach(async () => {
  isListReadable = true;
  rig = await startRig({
    client: (options) => {
      const blink = createBlink(options);
      const find = blink.repeatPayments.findByReferences.bind(blink.repeatPayments);
      const findByReferences: typeof find = (...given) =>
        isListReadable
          ? find(...given)
          : Promise.reject(new BlinkUnreadable('GET repeat-payments', 'a list without an end'));
      return { ...blink, repeatPayments: { ...blink.repeatPayments, findByReferences } };
    },
  });
});
afterEach(() => rig.stop());

const LIST = /\/repeat-payments$/;

async function checkAgain(id: string): Promise<void> {
  const { checkout_url } = await read(rig, id);
  await pressed(`${checkout_url}/check`, {}, rig.origin);
}

/** Nothing but the tests themselves has a look taken. */
async function declinedTwice(): Promise<string> {
  rig.sandbox.notifications.withhold(true);
  const id = await created(rig);
  for (let tries = 0; tries < 2; tries++) {
    rig.sandbox.nextPayment({ outcome: 'declined' });
    await callIn(rig, id);
  }
  return id;
}

describe('Blink’s list', () => {
  it('is read once in a look, however many cards were tried', async () => {
    const id = await declinedTwice();
    await agree(rig, id);
    rig.sandbox.forgetCalls();
    await read(rig, id, '?refresh=true');
    expect((await kept(rig, id)).setups.map(({ status }) => status)).toEqual([
      'declined',
      'declined',
      'challenged',
    ]);
    expect(asked(rig, 'GET', LIST)).toBe(1);
  });

  it('is read once for all who press "Check again" at about the same time', async () => {
    rig.sandbox.notifications.withhold(true);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const id = await created(rig);
      rig.sandbox.breakNext({ method: 'POST', path: LIST }, { kind: 'reset-after' });
      await callIn(rig, id);
      ids.push(id);
    }
    rig.sandbox.forgetCalls();
    for (const id of [...ids, ...ids]) await checkAgain(id);
    expect(asked(rig, 'GET', LIST)).toBe(1);
    const now = await Promise.all(ids.map((id) => read(rig, id)));
    expect(now.map(({ status }) => status)).toEqual(['active', 'active', 'active']);
  });

  it('that was read for somebody else a moment ago proves nothing by its silence', async () => {
    const [one, other] = [await created(rig), await created(rig)];
    for (const id of [one, other]) await agree(rig, id);
    rig.advance(40 * MINUTE);
    await checkAgain(one);
    await checkAgain(other);
    expect((await lastSetup(rig, one)).status).toBe('abandoned');
    expect((await lastSetup(rig, other)).status).toBe('unknown');
    rig.advance(6 * SECOND);
    await checkAgain(other);
    expect((await lastSetup(rig, other)).status).toBe('abandoned');
  });

  it('shows which of several starts came true', async () => {
    const id = await declinedTwice();
    await agree(rig, id);
    await answerAtBank(rig, id);
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ status: 'active', needs_review: null });
    expect((await kept(rig, id)).schedule?.setupId).toBe((await lastSetup(rig, id)).id);
  });

  it('that cannot be read to its end does not keep the schedule from being read', async () => {
    const id = await declinedTwice();
    await callIn(rig, id);
    rig.sandbox.schedules.cancel('fixed_schedule', 273);
    isListReadable = false;
    rig.advance(30 * MINUTE);
    await rig.sweep();
    expect((await read(rig, id)).status).toBe('cancelled');
    expect(rig.log.text()).toContain('a repeat payment could not be looked at and will be again');
    expect((await rig.api('GET', `/repeat-payments/${id}?refresh=true`)).status).toBeGreaterThanOrEqual(500);
  });

  it('that cannot be read to its end does not keep a schedule too many from being ended', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const first = await lastSetup(rig, id);
    await giveUpChallenge(depsOf(rig), id);
    rig.sandbox.notifications.withhold(true);
    await callIn(rig, id);
    await answerChallenge(first.challenge);
    await changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [
      { type: 'stray_found', setupId: first.id, key: { type: 'fixed', id: 274 } },
    ]);
    isListReadable = false;
    rig.advance(30 * MINUTE);
    await rig.sweep();
    expect(rig.sandbox.schedules.list().map(({ status }) => status)).toEqual(['Active', 'Cancelled']);
  });
});
