import { startRig, type Rig } from '../support/rig';
import { giveUpChallenge } from '../../src/repeat-payments/use-cases/give-up-challenge';
import { MINUTE } from '../../src/kernel/clock';
import {
  agree,
  answerChallenge,
  asked,
  callIn,
  created,
  depsOf,
  lastSetup,
  post,
  read,
  startedByPhone,
  told,
} from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ sandbox: { repeatBody: 'documented' } });
});
afterEach(() => rig.stop());

const KEY = { type: 'fixed', id: 273 } as const;

/** Blink refuses to do again what was done there: for whoever asks here it is as they want it. */
describe('what was done at Blink’s portal and is asked for here', () => {
  it('a plan that is cancelled there is cancelled', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.cancel('fixed_schedule', KEY.id);
    const { status, body } = await post(rig, id, 'cancel');
    expect([status, body]).toMatchObject([200, { status: 'cancelled', needs_review: null, pending: [] }]);
    expect(asked(rig, 'DELETE', /\/repeat-payments\/\d+$/)).toBe(1);
    expect(await told(rig, id)).toEqual(['started', 'paid', 'cancelled']);
  });

  it('a payment that was given back there is refunded', async () => {
    const id = await startedByPhone(rig);
    await depsOf(rig).blink.repeatPayments.refundOne(KEY, 1430);
    const { status, body } = await post(rig, id, 'payments/1430/refund');
    expect([status, body.payments[0].status]).toEqual([200, 'refunded']);
    expect(await told(rig, id)).toEqual(['started', 'paid', 'refunded']);
  });

  it('a payment that was called off there is cancelled', async () => {
    const id = await startedByPhone(rig);
    await depsOf(rig).blink.repeatPayments.cancelOne(KEY, 1431);
    const { status, body } = await post(rig, id, 'payments/1431/cancel');
    expect([status, body.payments[1].status]).toEqual([200, 'cancelled']);
  });

  it('what Blink refuses for another reason is refused', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext(
      { method: 'DELETE', path: /\/repeat-payments\/\d+$/ },
      { kind: 'status', status: 200, body: { success: false, message: 'Not now' } },
    );
    expect(await post(rig, id, 'cancel')).toMatchObject({ status: 409, body: { code: 'refused_by_blink' } });
  });

  it('a schedule too many that was ended there runs no more', async () => {
    const id = await created(rig);
    await agree(rig, id);
    rig.sandbox.notifications.withhold(true);
    await answerChallenge((await lastSetup(rig, id)).challenge);
    await giveUpChallenge(depsOf(rig), id);
    await callIn(rig, id);
    const [tooMany] = rig.sandbox.schedules.list();
    rig.sandbox.schedules.cancel('fixed_schedule', Number(tooMany?.id));
    rig.advance(2 * MINUTE);
    await rig.sweep();
    expect((await read(rig, id)).needs_review).toBe('started_twice');
    expect(rig.sandbox.schedules.list().map(({ status }) => status)).toEqual(['Cancelled', 'Active']);
  });
});
