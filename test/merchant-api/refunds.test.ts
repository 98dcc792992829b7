import { DAY, MINUTE } from '../../src/kernel/clock';
import { changeOrder } from '../../src/orders/store/change-order';
import { asked, eventsOf, hear, historyOf, orderOf, paidOrder, refund } from '../support/paid';
import { paidBy } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const settled = async (order: object = {}) => {
  const paid = await paidOrder(rig, order);
  rig.sandbox.settle();
  await hear(rig);
  return paid;
};

describe('before settlement', () => {
  it('gives all of it back by a cancel', async () => {
    const { id, transactionId } = await paidOrder(rig);
    const { status, body } = await refund(rig, id, { reason: 'Sold out' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      order_id: id,
      amount: 1099,
      status: 'succeeded',
      kind: 'requested',
      reason: 'Sold out',
    });
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'refunded',
      amount_captured: 1099,
      amount_refunded: 1099,
      amount_refundable: 0,
    });
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ status: 'Cancelled', net: 0 });
    expect([asked(rig, 'cancels'), asked(rig, 'refunds')]).toEqual([1, 0]);
    expect(await eventsOf(rig, id)).toEqual(['processing', 'paid', 'refunded']);
  });

  it('refuses a part, says what can be done, and leaves the money where it is', async () => {
    const { id, transactionId } = await paidOrder(rig);
    const { status, body } = await refund(rig, id, { amount: 500 });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'refund_before_settlement',
      detail: expect.stringContaining('tomorrow'),
    });
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ status: 'Captured', net: 1099 });
    expect((await orderOf(rig, id)).refunds).toMatchObject([{ status: 'failed', amount: 500 }]);
    expect([asked(rig, 'cancels'), asked(rig, 'refunds')]).toEqual([0, 0]);
    expect((await refund(rig, id)).status).toBe(201);
  });
});

describe('after settlement', () => {
  it('gives back parts until nothing is left', async () => {
    const { id, transactionId } = await settled();
    expect((await refund(rig, id, { amount: 99 })).status).toBe(201);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'partially_refunded', amount_refundable: 1000 });
    expect((await refund(rig, id, { amount: 400 })).status).toBe(201);
    expect((await refund(rig, id)).body).toMatchObject({ amount: 600 });
    expect(await orderOf(rig, id)).toMatchObject({ status: 'refunded', amount_refundable: 0 });
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({
      status: 'Fully refunded',
      refunded: 1099,
      net: 0,
    });
    await hear(rig);
    expect(await eventsOf(rig, id)).toEqual(['processing', 'paid', 'refunded', 'refunded', 'refunded']);
    expect((await orderOf(rig, id)).needs_review).toBeNull();
  });

  it('refuses more than is left, and anything when nothing is', async () => {
    const { id } = await settled();
    await refund(rig, id, { amount: 1000 });
    expect((await refund(rig, id, { amount: 100 })).body).toMatchObject({
      status: 409,
      code: 'refund_too_large',
    });
    await refund(rig, id);
    expect((await refund(rig, id)).body).toMatchObject({ status: 409, code: 'order_not_refundable' });
    expect(asked(rig, 'refunds')).toBe(2);
  });

  it('refuses what was decided on old facts', async () => {
    const { id } = await settled();
    await refund(rig, id, { amount: 100 });
    const stale = await refund(rig, id, { amount: 100, expected_refundable: 1099 });
    expect(stale.body).toMatchObject({ status: 409, code: 'refundable_changed' });
    expect((await refund(rig, id, { amount: 100, expected_refundable: 999 })).status).toBe(201);
  });

  it('never gives back more than was taken, however many ask at once', async () => {
    const { id, transactionId } = await settled();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refund(rig, id, { amount: 100 })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(40);
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ refunded: 1000 });
    expect(asked(rig, 'refunds')).toBe(10);
  });

  it('gives it back once for one Idempotency-Key', async () => {
    const { id } = await settled();
    const headers = { 'idempotency-key': 'refund-1' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => refund(rig, id, { amount: 100 }, headers)),
    );
    expect(new Set(answers.map(({ body }) => body.id as string)).size).toBe(1);
    expect(asked(rig, 'refunds')).toBe(1);
  });
});

describe.each(['apple_pay', 'google_pay'] as const)('a payment by %s', (wallet) => {
  it('is given back as the card payment that it is, before settlement and after it', async () => {
    const today = await paidBy(rig, wallet);
    expect(await orderOf(rig, today.id)).toMatchObject({ amount_refundable: 1099 });
    expect((await refund(rig, today.id)).status).toBe(201);
    const { id } = await paidBy(rig, wallet);
    rig.sandbox.settle();
    await hear(rig);
    expect((await refund(rig, id, { amount: 400 })).status).toBe(201);
    expect((await refund(rig, id)).body).toMatchObject({ amount: 699, status: 'succeeded' });
    expect(await orderOf(rig, id)).toMatchObject({ status: 'refunded', amount_refundable: 0 });
    expect([asked(rig, 'cancels'), asked(rig, 'refunds')]).toEqual([1, 2]);
  });
});

describe.each(['direct_debit', 'open_banking'] as const)('a payment by %s', (method) => {
  it('cannot be given back by Blink: it says so beforehand, refuses and asks nobody', async () => {
    const { id } = await paidBy(rig, method);
    const before = await orderOf(rig, id);
    expect(before).toMatchObject({ status: 'paid', amount_captured: 1099, amount_refundable: 0 });
    rig.sandbox.forgetCalls();
    for (const body of [{}, { amount: 500 }, { amount: 5000 }, { expected_refundable: 1099 }]) {
      expect((await refund(rig, id, body)).body).toMatchObject({
        status: 409,
        code: 'method_not_refundable',
        detail: expect.stringContaining('send the money back from your bank'),
      });
    }
    expect(rig.sandbox.calls()).toEqual([]);
    expect(await orderOf(rig, id)).toEqual(before);
  });
});

describe('an order that was not paid', () => {
  it.each([
    ['a fraction', { amount: 1.5 }],
    ['nothing', { amount: 0 }],
    ['a field it does not know', { amout: 100 }],
    ['a card number for a reason', { reason: '4543 0599 9999 9982' }],
  ])('is not asked to give back %s', async (_, body) => {
    const { id } = await settled();
    expect((await refund(rig, id, body)).status).toBe(422);
  });

  it('has nothing to give back', async () => {
    const { body } = await rig.api('POST', '/orders', { reference: 'T', amount: 1099, currency: 'GBP' });
    expect((await refund(rig, body.id)).body).toMatchObject({ status: 409, code: 'order_not_refundable' });
    expect((await refund(rig, 'ord_nobody')).status).toBe(404);
  });
});

describe('when Blink does not do it', () => {
  it('says why, counts nothing, and may be asked again', async () => {
    const { id } = await settled();
    rig.sandbox.breakNext(
      { method: 'POST', path: '/refunds' },
      { kind: 'status', status: 400, body: { success: false, message: 'Not today' } },
    );
    const refused = await refund(rig, id, { amount: 100 });
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'refund_refused',
      detail: expect.stringContaining('Not today'),
    });
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      needs_review: null,
      amount_refundable: 1099,
      refunds: [{ status: 'failed', failure: 'Not today' }],
    });
    expect((await refund(rig, id, { amount: 100 })).status).toBe(201);
  });

  it('says that nothing was sent when the payment cannot be read', async () => {
    const { id, transactionId } = await settled();
    rig.sandbox.breakNext(
      { method: 'GET', path: '/transactions/', times: 9 },
      { kind: 'status', status: 404, body: {} },
    );
    expect((await refund(rig, id)).status).toBe(409);
    rig.sandbox.mend();
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/', times: 9 }, { kind: 'html' });
    const unread = await refund(rig, id);
    expect(unread.body).toMatchObject({ status: 503, code: 'refund_not_sent' });
    rig.sandbox.mend();
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ refunded: 0 });
    expect(asked(rig, 'refunds')).toBe(0);
    expect((await refund(rig, id)).status).toBe(201);
  });

  it.each([
    ['is lost and it was not done', { kind: 'reset-before' }, 0],
    ['is lost and it was done', { kind: 'reset-after' }, 1099],
    ['arrives by half', { kind: 'truncated' }, 1099],
    ['is a page of HTML', { kind: 'html' }, 0],
  ] as const)('is unknown when the answer %s: blocks the next, waits for a human', async (_, fault, gone) => {
    const { id, transactionId } = await settled();
    rig.sandbox.breakNext({ method: 'POST', path: '/refunds' }, fault);
    const { status, body } = await refund(rig, id);
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'unknown' });
    await hear(rig);
    rig.advance(2 * DAY);
    await rig.sweep();
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      needs_review: 'refund_unknown',
      amount_refunded: 0,
      amount_refundable: 0,
    });
    expect((await refund(rig, id, { amount: 1 })).body).toMatchObject({
      status: 409,
      code: 'refund_outcome_unknown',
    });
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ refunded: gone });
    expect(asked(rig, 'refunds')).toBe(1);
  });

  it.each([
    ['refund_succeeded', 'refunded', 0],
    ['refund_failed', 'paid', 1099],
  ])('goes on when a human has found out: %s', async (resolution, status, refundable) => {
    const { id } = await settled();
    rig.sandbox.breakNext({ method: 'POST', path: '/refunds' }, { kind: 'html' });
    await refund(rig, id);
    const looking = (body: object) => rig.api('POST', `/orders/${id}/review`, body);
    expect((await looking({ resolution: 'dismissed', reason: 'bored' })).body).toMatchObject({
      status: 409,
      code: 'resolution_does_not_fit',
    });
    const closed = await looking({ resolution, reason: 'Seen in the portal' });
    expect(closed.body).toMatchObject({ status, needs_review: null, amount_refundable: refundable });
  });

  it('becomes unknown when the process was lost between the claim and the answer', async () => {
    const { id } = await settled();
    const { payments } = rig.dependencies;
    const order = await payments.orders.find(id);
    await changeOrder(payments, id, { by: 'api' }, () => [
      {
        type: 'refund_claimed',
        refund: {
          id: 'ref_lost',
          attemptId: order!.attempts[0]!.id,
          amount: 100,
          kind: 'requested',
          reason: null,
        },
      },
    ]);
    rig.advance(3 * MINUTE);
    await rig.sweep();
    expect(await orderOf(rig, id)).toMatchObject({
      needs_review: 'refund_unknown',
      refunds: [{ id: 'ref_lost', status: 'unknown' }],
    });
    expect(await historyOf(rig, id)).toEqual(expect.arrayContaining(['refund_claimed', 'refund_unknown']));
  });
});
