import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import {
  asked,
  cancel,
  capture,
  eventsOf,
  hear,
  historyOf,
  orderOf,
  paidOrder,
  refund,
} from '../support/paid';
import { startRig, type Rig } from '../support/rig';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const MANUAL = { capture: 'manual' };
const DELAYED = { capture: { delay_days: 7 } };

const sweepAfter = async (milliseconds: number) => {
  rig.advance(milliseconds);
  await hear(rig);
  await rig.sweep();
  await hear(rig);
};

describe.each([
  ['reserved until it is taken', MANUAL, 'reruns'],
  ['reserved for a week', DELAYED, 'captures'],
] as const)('money %s', (_, policy, call) => {
  it('is held and not taken', async () => {
    const { id, transactionId } = await paidOrder(rig, policy);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'authorised',
      amount_authorised: 1099,
      amount_captured: 0,
      amount_refundable: 0,
    });
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ status: 'Approved', captured: 0 });
    expect((await refund(rig, id)).body).toMatchObject({ status: 409, code: 'order_not_refundable' });
  });

  it('is taken whole', async () => {
    const { id } = await paidOrder(rig, policy);
    const { status, body } = await capture(rig, id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'paid',
      amount_authorised: 0,
      amount_captured: 1099,
      needs_review: null,
    });
    expect(captured(rig)).toBe(1099);
    expect(asked(rig, call)).toBe(1);
    await hear(rig);
    expect(await eventsOf(rig, id)).toEqual(['processing', 'authorised', 'paid']);
  });

  it('is taken in part, and the rest is let go', async () => {
    const { id } = await paidOrder(rig, policy);
    const { body } = await capture(rig, id, { amount: 400 });
    expect(body).toMatchObject({
      status: 'paid',
      amount_captured: 400,
      amount_refundable: 400,
      amount_authorised: 0,
    });
    await hear(rig);
    expect(captured(rig)).toBe(400);
    expect(rig.sandbox.ledger().filter(({ status }) => status === 'Approved')).toEqual([]);
    await sweepAfter(2 * DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
  });

  it('is given back from what was taken', async () => {
    const { id } = await paidOrder(rig, policy);
    await capture(rig, id, { amount: 400 });
    rig.sandbox.settle();
    expect((await refund(rig, id, { amount: 100 })).body).toMatchObject({ status: 'succeeded', amount: 100 });
    expect((await refund(rig, id)).body).toMatchObject({ status: 'succeeded', amount: 300 });
    expect(rig.sandbox.ledger().map(({ net }) => net)).not.toContain(400);
    expect(net(rig)).toBe(0);
    expect((await refund(rig, id)).body.code).toBe('order_not_refundable');
  });

  it('is given back whole on the day it was taken', async () => {
    const { id } = await paidOrder(rig, policy);
    await capture(rig, id);
    expect((await refund(rig, id)).body).toMatchObject({ status: 'succeeded' });
    expect(net(rig)).toBe(0);
    await sweepAfter(2 * DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'refunded', needs_review: null });
  });

  it('is not taken beyond what is reserved, nor twice', async () => {
    const { id } = await paidOrder(rig, policy);
    expect((await capture(rig, id, { amount: 1100 })).body).toMatchObject({
      status: 409,
      code: 'capture_too_large',
    });
    const answers = await Promise.all(Array.from({ length: 10 }, () => capture(rig, id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(asked(rig, call)).toBe(1);
    expect(captured(rig)).toBe(1099);
    expect((await capture(rig, id)).body).toMatchObject({ status: 409, code: 'order_not_capturable' });
  });

  it('is not both taken and let go', async () => {
    const { id } = await paidOrder(rig, policy);
    const answers = await Promise.all([capture(rig, id), cancel(rig, id), capture(rig, id), cancel(rig, id)]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
    await hear(rig);
    const { status } = await orderOf(rig, id);
    expect([status, captured(rig)]).toEqual(status === 'paid' ? ['paid', 1099] : ['cancelled', 0]);
  });

  it('is let go when the order is cancelled', async () => {
    const { id, transactionId } = await paidOrder(rig, policy);
    const { status, body } = await cancel(rig, id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'cancelled', amount_authorised: 0 });
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ status: 'Cancelled' });
    expect((await capture(rig, id)).body).toMatchObject({ code: 'order_not_capturable' });
    await hear(rig);
    expect(await eventsOf(rig, id)).toEqual(['processing', 'authorised', 'cancelled']);
    expect(await historyOf(rig, id)).toEqual(
      expect.arrayContaining(['release_claimed', 'authorisation_released']),
    );
  });

  it('stays reserved when Blink says no, and says why', async () => {
    const { id } = await paidOrder(rig, policy);
    const no = { kind: 'status', status: 400, body: { success: false, message: 'Not now' } } as const;
    rig.sandbox.breakNext({ method: 'POST', path: `/${call}` }, no);
    expect((await capture(rig, id)).body).toMatchObject({ status: 409, code: 'capture_refused' });
    rig.sandbox.breakNext({ method: 'POST', path: '/cancels' }, no);
    expect((await cancel(rig, id)).body).toMatchObject({ status: 409, code: 'release_refused' });
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'authorised',
      amount_authorised: 1099,
      needs_review: null,
    });
    expect((await capture(rig, id)).body).toMatchObject({ status: 'paid' });
  });

  it('is found to be taken by itself when the answer was lost', async () => {
    const { id } = await paidOrder(rig, policy);
    rig.sandbox.breakNext({ method: 'POST', path: `/${call}` }, { kind: 'reset-after' });
    await capture(rig, id);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
    });
    expect(asked(rig, call)).toBe(1);
    expect(captured(rig)).toBe(1099);
  });

  it('is shown to a human while it is not known whether it was taken, and not taken again meanwhile', async () => {
    const { id } = await paidOrder(rig, policy);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: `/${call}` }, { kind: 'reset-before' });
    expect((await capture(rig, id)).body).toMatchObject({
      status: 'authorised',
      needs_review: 'capture_unknown',
      attempts: [{ pending: { action: 'capture', amount: 1099, status: 'unknown' } }],
    });
    expect((await capture(rig, id)).body).toMatchObject({ status: 409, code: 'reservation_busy' });
    expect((await cancel(rig, id)).body).toMatchObject({ status: 409, code: 'reservation_busy' });
    expect(asked(rig, call)).toBe(1);
    const closing = await rig.api('POST', `/orders/${id}/review`, {
      resolution: 'capture_failed',
      reason: 'Looked',
    });
    expect(closing.body).toMatchObject({
      status: 'authorised',
      needs_review: null,
      attempts: [{ pending: null }],
    });
    expect((await capture(rig, id)).body).toMatchObject({ status: 'paid' });
    expect(captured(rig)).toBe(1099);
  });

  it('counts as taken only once Blink shows it, however long that cannot be read', async () => {
    const { id } = await paidOrder(rig, policy);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/', times: 20 }, { kind: 'html' });
    expect((await capture(rig, id, { amount: 300 })).body).toMatchObject({
      status: 'authorised',
      amount_captured: 0,
      attempts: [{ pending: { action: 'capture', amount: 300, status: 'confirmed' } }],
    });
    expect((await capture(rig, id)).body).toMatchObject({ status: 409, code: 'reservation_busy' });
    rig.sandbox.mend();
    await sweepAfter(2 * MINUTE);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_captured: 300,
      needs_review: null,
    });
    expect(captured(rig)).toBe(300);
  });

  it('counts as let go only once Blink says so', async () => {
    const { id } = await paidOrder(rig, policy);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: '/cancels' }, { kind: 'reset-before' });
    expect((await cancel(rig, id)).body).toMatchObject({
      status: 'authorised',
      needs_review: 'release_unknown',
    });
    await sweepAfter(10 * MINUTE);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'authorised',
      needs_review: null,
      attempts: [{ pending: null }],
    });
    rig.sandbox.breakNext({ method: 'POST', path: '/cancels' }, { kind: 'reset-after' });
    expect((await cancel(rig, id)).body).toMatchObject({ status: 'cancelled', needs_review: null });
  });

  it('was not taken or let go when Blink could not be asked', async () => {
    const { id } = await paidOrder(rig, policy);
    rig.sandbox.revokeTokens();
    rig.advance(31 * MINUTE); // so that a new token is needed
    rig.sandbox.breakNext({ method: 'POST', path: '/tokens', times: 99 }, { kind: 'html' });
    expect((await capture(rig, id)).body).toMatchObject({ status: 503, code: 'reservation_not_moved' });
    expect((await cancel(rig, id)).body).toMatchObject({ status: 503, code: 'reservation_not_moved' });
    rig.sandbox.mend();
    rig.advance(10 * MINUTE);
    expect((await capture(rig, id)).body).toMatchObject({ status: 'paid' });
    expect(asked(rig, call)).toBe(1);
  });
});

describe('money reserved until it is taken', () => {
  it('is under its reservation until then, and under a payment of its own afterwards', async () => {
    const { id, transactionId } = await paidOrder(rig, MANUAL);
    await capture(rig, id);
    const { attempts } = await orderOf(rig, id);
    expect(attempts[0].transaction_id).not.toBe(transactionId);
    expect(rig.sandbox.transaction(attempts[0].transaction_id)).toMatchObject({
      status: 'Captured',
      captured: 1099,
    });
    await hear(rig);
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ status: 'Cancelled', captured: 0 });
    await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
  });

  it('is recognised when Blink answers with the id of the reservation, as it once did', async () => {
    rig.sandbox.set({ rerunId: 'same' });
    const { id } = await paidOrder(rig, MANUAL);
    await capture(rig, id, { amount: 201 });
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_captured: 201,
      needs_review: null,
    });
    expect(captured(rig)).toBe(201);
  });

  it('is found by a human who names the payment, when nobody else could', async () => {
    const { id, transactionId } = await paidOrder(rig, MANUAL);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: '/reruns' }, { kind: 'reset-after' });
    expect((await capture(rig, id, { amount: 500 })).body).toMatchObject({ needs_review: 'capture_unknown' });
    const other = await paidOrder(rig, { amount: 500 });
    const naming = (transaction: string) =>
      rig.api('POST', `/orders/${id}/transactions`, { transaction_id: transaction });
    const [foreign] = rig.sandbox
      .ledger()
      .filter(({ amount, rerunOf }) => amount === 500 && rerunOf === null);
    expect((await naming(foreign!.id)).body).toMatchObject({ status: 409, code: 'transaction_not_of_order' });
    const [rerun] = rig.sandbox.ledger().filter(({ rerunOf }) => rerunOf === transactionId);
    expect((await naming(rerun!.id)).body).toMatchObject({
      status: 'paid',
      amount_captured: 500,
      needs_review: null,
    });
    expect(
      (await rig.api('POST', `/orders/${other.id}/transactions`, { transaction_id: rerun!.id })).status,
    ).toBe(409);
  });

  it('is not taken by somebody else’s payment that Blink names', async () => {
    const other = await paidOrder(rig);
    const { id } = await paidOrder(rig, MANUAL);
    rig.sandbox.breakNext(
      { method: 'POST', path: '/reruns' },
      {
        kind: 'status',
        status: 200,
        body: { success: true, amount: 10.99, transaction_id: other.transactionId },
      },
    );
    expect((await capture(rig, id)).body).toMatchObject({
      status: 'authorised',
      needs_review: 'capture_unknown',
    });
    expect(await orderOf(rig, other.id)).toMatchObject({ status: 'paid', needs_review: null });
  });

  it('stays reserved when the bank declines the new charge', async () => {
    const { id } = await paidOrder(rig, MANUAL);
    rig.sandbox.nextPayment({ outcome: 'declined' });
    expect((await capture(rig, id)).body).toMatchObject({ status: 409, code: 'capture_refused' });
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'authorised', attempts: [{ pending: null }] });
    expect((await capture(rig, id)).body).toMatchObject({ status: 'paid' });
  });

  it('is over after thirty days, and the order with it', async () => {
    const { id } = await paidOrder(rig, MANUAL);
    await sweepAfter(29 * DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'authorised' });
    await sweepAfter(DAY + HOUR);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'expired', amount_authorised: 0 });
    expect(await historyOf(rig, id)).toEqual(
      expect.arrayContaining(['authorisation_ended', 'order_expired']),
    );
    expect(await eventsOf(rig, id)).toEqual(['processing', 'authorised', 'payment_failed', 'expired']);
    await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'expired' });
  });

  it('may be paid again when it was let go at the portal before the order ended', async () => {
    const { id, transactionId } = await paidOrder(rig, { ...MANUAL, expires_in: 90 * 86_400 });
    rig.sandbox.portal.cancel(transactionId);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'open', attempts: [{ status: 'abandoned' }] });
  });
});

describe('money reserved for a week', () => {
  it('is taken by Blink on its day, and seen', async () => {
    const { id } = await paidOrder(rig, DELAYED);
    rig.sandbox.notifications.withhold(true);
    await sweepAfter(6 * DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'authorised' });
    await sweepAfter(2 * DAY);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
    });
    expect(asked(rig, 'captures')).toBe(0);
  });

  it('is watched for a week from the day it was taken: settlement may refuse it', async () => {
    const { id } = await paidOrder(rig, { ...DELAYED, amount: 2600 });
    rig.sandbox.notifications.withhold(true);
    await sweepAfter(7 * DAY + HOUR);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid' });
    await sweepAfter(2 * DAY);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'reversed',
      amount_reversed: 2600,
      attempts: [{ reversal_reason: 'rejected' }],
    });
  });
});

function captured({ sandbox }: Rig): number {
  return sandbox.ledger().reduce((sum, each) => sum + each.captured, 0);
}

function net({ sandbox }: Rig): number {
  return sandbox.ledger().reduce((sum, each) => sum + each.net, 0);
}
