import { createBlink } from '../../src/blink/create-blink';
import { BlinkNotAsked } from '../../src/blink/errors';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { changeRepeatPayment } from '../../src/repeat-payments/store/change-repeat-payment';
import { openEnrolment } from '../../src/repeat-payments/use-cases/open-enrolment';
import { giveUpChallenge } from '../../src/repeat-payments/use-cases/give-up-challenge';
import { paidOrder } from '../support/paid';
import { startRig, type Rig } from '../support/rig';
import { visit } from '../support/shopper';
import { until } from '../support/until';
import {
  ADA,
  agree,
  answerAtBank,
  answerChallenge,
  asked,
  callIn,
  create,
  created,
  depsOf,
  FIXED,
  hear,
  kept,
  lastSetup,
  read,
  send,
  started,
  STARTS,
  told,
  VARIABLE,
} from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const statusOfSetups = async (id: string) => (await kept(rig, id)).setups.map(({ status }) => status);

describe('a customer who agrees', () => {
  it('goes by the bank, and what Blink then shows is what the shop sees', async () => {
    const id = await created(rig);
    expect(await agree(rig, id)).toMatchObject({ kind: 'recorded' });
    expect(await read(rig, id)).toMatchObject({ status: 'pending', setups: [{ status: 'challenged' }] });
    await visit(await answerAtBank(rig, id));
    const body = await read(rig, id);
    expect(body).toMatchObject({
      status: 'active',
      started_at: '2026-11-20T10:00:00.000Z',
      needs_review: null,
    });
    expect(body.payments).toEqual([
      { id: '1430', date: '2026-11-20', amount: 500, status: 'paid', reference: 'Payment 1' },
      { id: '1431', date: '2026-12-20', amount: 500, status: 'pending', reference: 'Payment 2' },
      { id: '1432', date: '2027-01-20', amount: 500, status: 'pending', reference: 'Payment 3' },
    ]);
    expect(await told(rig, id)).toEqual(['started', 'paid']);
  });

  it('is found in Blink’s list when the way back names no schedule', async () => {
    rig.sandbox.set({ repeatReturn: 'transaction' });
    const id = await created(rig, VARIABLE);
    await agree(rig, id);
    const back = await answerAtBank(rig, id);
    expect(back).toContain('transaction_id=');
    await visit(back);
    expect(await read(rig, id)).toMatchObject({ status: 'pending', setups: [{ status: 'started' }] });
  });

  it('is found when they never come back: by the sweep', async () => {
    const id = await created(rig);
    await agree(rig, id);
    rig.sandbox.notifications.withhold(true);
    await answerAtBank(rig, id);
    expect(await statusOfSetups(id)).toEqual(['challenged']);
    rig.advance(MINUTE);
    await rig.sweep();
    expect(await statusOfSetups(id)).toEqual(['started']);
  });

  it('is found by a notification, with or without a transaction id', async () => {
    const id = await created(rig);
    await agree(rig, id);
    await answerAtBank(rig, id);
    await hear(rig);
    expect(await read(rig, id)).toMatchObject({ status: 'active' });
  });

  it('whom the bank refuses reads why, and may try another card', async () => {
    const id = await created(rig);
    await agree(rig, id);
    await visit(await answerAtBank(rig, id, 'Refuse'));
    const { setups, started_at } = await read(rig, id);
    expect(setups).toMatchObject([
      { status: 'declined', decline_reason: expect.stringMatching(/\w+/) as string },
    ]);
    expect(started_at).toBeNull();
    await agree(rig, id);
    await visit(await answerAtBank(rig, id));
    expect(await statusOfSetups(id)).toEqual(['declined', 'started']);
    expect(rig.sandbox.schedules.list()).toHaveLength(1);
  });

  it('whose card is refused at once may try another, five times in all', async () => {
    const id = await created(rig, { ...FIXED, amount: 12_000 });
    for (let tries = 1; tries <= 5; tries++) {
      rig.sandbox.nextPayment({ outcome: 'declined' });
      expect(await callIn(rig, id)).toMatchObject({ kind: 'recorded' });
    }
    expect(await statusOfSetups(id)).toEqual(Array(5).fill('declined'));
    await expect(callIn(rig, id)).rejects.toMatchObject({ code: 'repeat_payment_not_agreeable' });
    expect(asked(rig, 'POST', STARTS)).toBe(5);
  });

  it('only has the card checked when the first payment is still to come', async () => {
    const id = await started(rig, VARIABLE);
    expect(await read(rig, id)).toMatchObject({
      status: 'pending',
      started_at: expect.any(String) as string,
    });
    expect(rig.sandbox.ledger().map(({ captured }) => captured)).toEqual([0]);
    expect((await lastSetup(rig, id)).dueAtOnce).toBeNull();
  });

  it('is not charged today by a form that was opened to check the card yesterday', async () => {
    const id = await created(rig, { ...FIXED, start_date: '2026-11-21', expires_in: 90 * 86_400 });
    rig.advance(13.9 * HOUR);
    const { setup } = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    rig.advance(10 * MINUTE);
    expect(await send(rig, id, setup)).toEqual({ kind: 'not_charged', why: 'intent_over' });
    expect(asked(rig, 'POST', STARTS)).toBe(0);
    const again = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    expect(again.setup.dueAtOnce).toEqual({ minor: 500, currency: 'GBP' });
  });

  it('cannot agree any more when it is over, started, or being started', async () => {
    const refused = { code: 'repeat_payment_not_agreeable' };
    const open = (id: string) => openEnrolment(depsOf(rig), id, { by: 'customer' });
    const over = await created(rig);
    await rig.api('POST', `/repeat-payments/${over}/cancel`);
    await expect(open(over)).rejects.toMatchObject(refused);
    const id = await created(rig);
    await agree(rig, id);
    await expect(open(id)).rejects.toMatchObject(refused);
    await visit(await answerAtBank(rig, id));
    await expect(open(id)).rejects.toMatchObject(refused);
    await expect(open('rp_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves the form that stands ready to the next page, and one too old to nobody', async () => {
    const id = await created(rig);
    const first = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    const same = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    expect(same.setup.id).toBe(first.setup.id);
    rig.advance(28 * MINUTE);
    const next = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    expect(next.setup.id).not.toBe(first.setup.id);
    expect(await statusOfSetups(id)).toEqual(['abandoned', 'ready']);
    await expect(send(rig, id, first.setup)).rejects.toMatchObject({ code: 'setup_not_ready' });
  });
});

describe('by telephone', () => {
  it('it starts at once, without a bank', async () => {
    const id = await created(rig);
    expect(await callIn(rig, id)).toMatchObject({ kind: 'recorded' });
    expect(await read(rig, id)).toMatchObject({
      status: 'active',
      setups: [{ presence: 'phone', status: 'started' }],
    });
    expect(asked(rig, 'POST', STARTS)).toBe(1);
  });
});

describe('the card of a paid order', () => {
  it('starts it at once, in the answer to its creation', async () => {
    const order = await paidOrder(rig, { customer: { name: 'Ada Shopper', email: 'ada@shopper.example' } });
    const { status, body } = await create(rig, { ...FIXED, order_id: order.id });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'active',
      order_id: order.id,
      customer: { name: 'Ada Shopper', email: 'ada@shopper.example' },
      setups: [{ presence: 'stored_card', status: 'started' }],
    });
    expect(body.payments[0]).toMatchObject({ status: 'paid' });
  });

  it('starts it once, however often it is asked under one key', async () => {
    const order = await paidOrder(rig);
    const key = { 'idempotency-key': 'once' };
    const body = { ...FIXED, order_id: order.id };
    await Promise.all([create(rig, body, key), create(rig, body, key)]);
    await create(rig, body, key);
    expect(rig.sandbox.schedules.list()).toHaveLength(1);
  });

  it('that is declined leaves the customer to enter another', async () => {
    const order = await paidOrder(rig);
    rig.sandbox.nextPayment({ outcome: 'declined' });
    const { status, body } = await create(rig, { ...FIXED, order_id: order.id });
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'pending', setups: [{ status: 'declined' }] });
    await agree(rig, body.id);
    await visit(await answerAtBank(rig, body.id));
    expect(await read(rig, body.id)).toMatchObject({ status: 'active' });
  });

  it('starts nothing when Blink gives no intent, and the same request may come again', async () => {
    const order = await paidOrder(rig);
    rig.sandbox.breakNext({ method: 'POST', path: '/intents', times: 3 }, { kind: 'status', status: 503 });
    const key = { 'idempotency-key': 'again' };
    const body = { ...FIXED, order_id: order.id };
    expect((await create(rig, body, key)).status).toBe(503);
    rig.sandbox.mend();
    expect((await create(rig, body, key)).body).toMatchObject({ status: 'active' });
    expect(rig.sandbox.schedules.list()).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  it.each([
    ['the connection is cut after the work', { kind: 'reset-after' }],
    ['half of the answer arrives', { kind: 'truncated' }],
    ['every value has another type', { kind: 'wrong-types' }],
    ['a page of a proxy comes', { kind: 'html', status: 502 }],
    ['a strange status comes', { kind: 'status', status: 409, body: { error: 'conflict' } }],
  ] as const)('is never sent again, and made up for by Blink’s list: %s', async (_, fault) => {
    const id = await created(rig);
    rig.sandbox.breakNext({ method: 'POST', path: STARTS }, fault);
    rig.sandbox.notifications.withhold(true);
    await callIn(rig, id);
    expect(await statusOfSetups(id)).toEqual(['unknown']);
    await expect(openEnrolment(depsOf(rig), id, { by: 'customer' })).rejects.toMatchObject({
      code: 'repeat_payment_not_agreeable',
    });
    const happened = rig.sandbox.schedules.list().length === 1;
    const after = await read(rig, id, '?refresh=true');
    expect(after.setups[0].status).toBe(happened ? 'started' : 'unknown');
    rig.advance(40 * MINUTE);
    await read(rig, id, '?refresh=true');
    expect(await statusOfSetups(id)).toEqual([happened ? 'started' : 'abandoned']);
    expect(asked(rig, 'POST', STARTS)).toBe(1);
  });

  it('is shown to a human after 15 minutes, and settled by what Blink lists when the intent is over', async () => {
    const id = await created(rig);
    rig.sandbox.breakNext({ method: 'POST', path: STARTS }, { kind: 'html', status: 504 });
    await callIn(rig, id);
    rig.advance(16 * MINUTE);
    expect(await read(rig, id)).toMatchObject({ needs_review: 'outcome_unknown' });
    rig.advance(20 * MINUTE);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({ needs_review: null, setups: [{ status: 'abandoned' }] });
    await callIn(rig, id);
    expect(await read(rig, id)).toMatchObject({ status: 'active' });
  });

  it('that a human found to have started nothing lets the customer try again', async () => {
    const id = await created(rig);
    rig.sandbox.breakNext({ method: 'POST', path: STARTS }, { kind: 'html', status: 504 });
    await callIn(rig, id);
    rig.advance(16 * MINUTE);
    await read(rig, id);
    const found = { resolution: 'not_started', reason: 'Nothing in the portal' };
    expect((await rig.api('POST', `/repeat-payments/${id}/review`, found)).body).toMatchObject({
      needs_review: null,
      setups: [{ status: 'abandoned' }],
    });
    await callIn(rig, id);
    expect(await read(rig, id)).toMatchObject({ status: 'active' });
  });

  it('stays unknown for as long as Blink’s list cannot be read to its end', async () => {
    const id = await created(rig);
    rig.sandbox.breakNext({ method: 'POST', path: STARTS }, { kind: 'reset-after' });
    rig.sandbox.notifications.withhold(true);
    await callIn(rig, id);
    rig.advance(HOUR);
    rig.sandbox.breakNext(
      { method: 'GET', path: '/repeat-payments', times: 9 },
      { kind: 'status', status: 503 },
    );
    expect((await rig.api('GET', `/repeat-payments/${id}?refresh=true`)).status).toBe(503);
    expect(await statusOfSetups(id)).toEqual(['unknown']);
    rig.sandbox.mend();
    await read(rig, id, '?refresh=true');
    expect(await statusOfSetups(id)).toEqual(['started']);
  });

  it('of a process that was lost is unknown after two minutes', async () => {
    const id = await created(rig);
    const { setup } = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    const claimed = { type: 'setup_claimed', setupId: setup.id, customer: ADA } as const;
    await changeRepeatPayment(depsOf(rig), id, { by: 'customer' }, () => [claimed]);
    rig.advance(MINUTE);
    expect((await read(rig, id)).setups[0].status).toBe('charging');
    rig.advance(MINUTE);
    expect((await read(rig, id)).setups[0].status).toBe('unknown');
    await expect(send(rig, id, setup)).rejects.toMatchObject({ code: 'setup_not_ready' });
    expect(asked(rig, 'POST', STARTS)).toBe(0);
  });

  it('of a call that certainly was not sent is none: the form is as good as before', async () => {
    let isCut = true;
    await rig.stop();
    rig = await startRig({
      client: (options) => {
        const blink = createBlink(options);
        const create: typeof blink.repeatPayments.create = (schedule) =>
          isCut ? Promise.reject(new BlinkNotAsked('create', 'cut')) : blink.repeatPayments.create(schedule);
        return { ...blink, repeatPayments: { ...blink.repeatPayments, create } };
      },
    });
    const id = await created(rig);
    const { setup } = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    expect(await send(rig, id, setup)).toEqual({ kind: 'not_charged', why: 'not_sent' });
    expect(await statusOfSetups(id)).toEqual(['ready']);
    isCut = false;
    expect(await send(rig, id, setup)).toMatchObject({ kind: 'recorded' });
    expect(asked(rig, 'POST', STARTS)).toBe(1);
  });
});

describe('two at once', () => {
  it('of one form are one call', async () => {
    const id = await created(rig);
    const { setup } = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    const both = await Promise.allSettled([send(rig, id, setup), send(rig, id, setup)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(asked(rig, 'POST', STARTS)).toBe(1);
  });

  it('of two pages get one form', async () => {
    const id = await created(rig);
    const open = () => openEnrolment(depsOf(rig), id, { by: 'customer' });
    const [one, other] = await Promise.all([open(), open()]);
    expect(one.setup.id).toBe(other.setup.id);
  });

  it('a cancellation during the call is refused, and afterwards it ends what started', async () => {
    const id = await created(rig);
    const { setup } = await openEnrolment(depsOf(rig), id, { by: 'customer' });
    const sending = send(rig, id, setup);
    await until(async () => (await statusOfSetups(id))[0] !== 'ready', 'the call');
    expect((await rig.api('POST', `/repeat-payments/${id}/cancel`)).body.code).toBe('setup_under_way');
    await sending;
    await visit(await answerAtBank(rig, id));
    expect((await rig.api('POST', `/repeat-payments/${id}/cancel`)).body.status).toBe('cancelled');
  });
});

describe('a second schedule', () => {
  it('that appears for one repeat payment is ended at Blink, once, and shown to a human', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const first = await lastSetup(rig, id);
    await giveUpChallenge(depsOf(rig), id);
    await callIn(rig, id);
    expect(rig.sandbox.schedules.list()).toHaveLength(1);
    await answerChallenge(first.challenge);
    expect(rig.sandbox.schedules.list()).toHaveLength(2);
    await rig.settle();
    rig.advance(30 * MINUTE);
    await rig.sweep();
    const body = await read(rig, id);
    expect(body).toMatchObject({ status: 'active', needs_review: 'started_twice' });
    expect(
      rig.sandbox.schedules
        .list()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['Active', 'Cancelled']);
    await read(rig, id, '?refresh=true');
    expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(1);
    expect(rig.sandbox.schedules.list().filter(({ status }) => status === 'Active')[0]?.id).toBe(
      (await kept(rig, id)).schedule?.key.id,
    );
    expect(await told(rig, id)).toContain('needs_review');
  });

  it('is ended later when the answer is lost and Blink shows that it goes on', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const first = await lastSetup(rig, id);
    await giveUpChallenge(depsOf(rig), id);
    rig.sandbox.notifications.withhold(true);
    await callIn(rig, id);
    await answerChallenge(first.challenge);
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'html', status: 502 });
    rig.advance(30 * MINUTE);
    await rig.sweep();
    expect((await read(rig, id)).pending).toMatchObject([{ action: 'end_stray', status: 'unknown' }]);
    rig.advance(HOUR);
    await rig.sweep();
    expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(2);
    expect(
      rig.sandbox.schedules
        .list()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['Active', 'Cancelled']);
  });

  it('that starts after the shop cancelled is ended, and never becomes the repeat payment’s', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const { challenge } = await lastSetup(rig, id);
    await giveUpChallenge(depsOf(rig), id);
    expect((await rig.api('POST', `/repeat-payments/${id}/cancel`)).body.status).toBe('cancelled');
    await answerChallenge(challenge);
    await rig.settle();
    rig.advance(30 * MINUTE);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({
      status: 'cancelled',
      started_at: null,
      needs_review: 'started_late',
    });
    expect(rig.sandbox.schedules.list().map(({ status }) => status)).toEqual(['Cancelled']);
  });

  it('that a given-up setup starts is the repeat payment’s when no other did, for a day', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const { challenge } = await lastSetup(rig, id);
    await giveUpChallenge(depsOf(rig), id);
    await answerChallenge(challenge);
    await rig.settle();
    rig.advance(DAY);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: null });
  });
});
