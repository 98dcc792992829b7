import { DAY, MINUTE } from '../../src/kernel/clock';
import { asked, eventsOf, hear, orderOf, paidOrder, refund } from '../support/paid';
import { startRig, type Rig } from '../support/rig';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const settle = async () => {
  rig.sandbox.settle();
  await hear(rig);
};

const sweepAfter = async (milliseconds: number) => {
  rig.advance(milliseconds);
  await rig.settle();
  await rig.sweep();
  await hear(rig);
};

describe('money that others take back', () => {
  it('is rejected at settlement', async () => {
    const { id } = await paidOrder(rig, { amount: 2600 });
    await settle();
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'reversed',
      amount_captured: 2600,
      amount_reversed: 2600,
      amount_refundable: 0,
      attempts: [{ status: 'reversed', reversal_reason: 'rejected' }],
    });
    expect(await eventsOf(rig, id)).toEqual(['processing', 'paid', 'reversed']);
  });

  it('is charged back', async () => {
    const { id, transactionId } = await paidOrder(rig);
    await settle();
    rig.sandbox.portal.chargeBack(transactionId);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'reversed',
      amount_reversed: 1099,
      attempts: [{ reversal_reason: 'charged_back' }],
    });
  });

  it('is cancelled or refunded at the portal', async () => {
    const one = await paidOrder(rig);
    const other = await paidOrder(rig);
    rig.sandbox.portal.cancel(one.transactionId);
    await settle();
    rig.sandbox.portal.refund(other.transactionId);
    await hear(rig);
    expect(await orderOf(rig, one.id)).toMatchObject({
      status: 'reversed',
      attempts: [{ reversal_reason: 'cancelled' }],
    });
    expect(await orderOf(rig, other.id)).toMatchObject({
      status: 'reversed',
      attempts: [{ reversal_reason: 'refunded' }],
    });
    expect((await refund(rig, other.id)).body).toMatchObject({ status: 409, code: 'order_not_refundable' });
  });

  it('is seen by the sweep when nobody tells', async () => {
    rig.sandbox.notifications.withhold(true);
    const { id, transactionId } = await paidOrder(rig);
    await rig.api('GET', `/orders/${id}?refresh=true`);
    rig.sandbox.settle();
    await sweepAfter(2 * DAY);
    rig.sandbox.portal.chargeBack(transactionId);
    await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'reversed' });
  });

  it('is seen by the refund that finds it gone', async () => {
    rig.sandbox.notifications.withhold(true);
    const { id, transactionId } = await paidOrder(rig);
    rig.sandbox.portal.cancel(transactionId);
    expect((await refund(rig, id)).body).toMatchObject({ status: 409, code: 'order_not_refundable' });
    expect(await orderOf(rig, id)).toMatchObject({ status: 'reversed', amount_refunded: 0 });
    expect(asked(rig, 'cancels')).toBe(0);
  });

  it('is what is left after our own refunds', async () => {
    const { id, transactionId } = await paidOrder(rig);
    await settle();
    await refund(rig, id, { amount: 99 });
    rig.sandbox.portal.chargeBack(transactionId);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'reversed',
      amount_refunded: 99,
      amount_reversed: 1000,
    });
  });

  it('is what the portal gave back beside us', async () => {
    const { id, transactionId } = await paidOrder(rig);
    await settle();
    await refund(rig, id, { amount: 99 });
    rig.sandbox.portal.refund(transactionId);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'reversed',
      amount_reversed: 1000,
      attempts: [{ reversal_reason: 'refunded' }],
    });
  });

  it('is shown to a human, once, when it is a part: Blink does not say how much', async () => {
    const { id, transactionId } = await paidOrder(rig);
    await settle();
    rig.sandbox.portal.refund(transactionId, 200);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: 'reversed_in_part' });
    await rig.api('POST', `/orders/${id}/review`, { resolution: 'dismissed', reason: 'Agreed on the phone' });
    await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
  });
});

describe('money that we gave back', () => {
  it.each([
    ['before settlement', false],
    ['after settlement', true],
  ])('is no reversal %s', async (_, isSettled) => {
    const { id } = await paidOrder(rig);
    if (isSettled) await settle();
    await refund(rig, id);
    await hear(rig);
    await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'refunded',
      amount_reversed: 0,
      needs_review: null,
    });
  });

  it('is no reversal while its answer is still on the way', async () => {
    const { id } = await paidOrder(rig);
    await settle();
    const held = holdRefunds(rig);
    const refunding = refund(rig, id);
    await held.sent;
    await rig.sandbox.notifications.idle(); // Blink notifies of the refund before its answer is here
    await rig.dependencies.inbox.drain();
    expect((await rig.api('GET', `/orders/${id}?refresh=true`)).body).toMatchObject({
      status: 'paid',
      amount_refundable: 0,
    });
    held.answer();
    expect((await refunding).body).toMatchObject({ status: 'succeeded' });
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'refunded',
      amount_reversed: 0,
      needs_review: null,
    });
  });

  it('is no reversal while nobody knows whether we gave it back, and one when we did not', async () => {
    const { id, transactionId } = await paidOrder(rig);
    await settle();
    rig.sandbox.breakNext({ method: 'POST', path: '/refunds' }, { kind: 'reset-before' });
    await refund(rig, id, { amount: 99 });
    rig.sandbox.portal.refund(transactionId);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: 'refund_unknown' });
    await rig.api('POST', `/orders/${id}/review`, {
      resolution: 'refund_failed',
      reason: 'Not in the portal',
    });
    await sweepAfter(20 * MINUTE);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'reversed', amount_reversed: 1099 });
  });

  it('is taken a second time when it is charged back all the same', async () => {
    const { id, transactionId } = await paidOrder(rig);
    await settle();
    await refund(rig, id);
    const { transactions } = rig.dependencies.payments.blink;
    const { get } = transactions;
    Object.assign(transactions, {
      get: async (each: string) => ({ ...(await get(each)), status: 'Charged back' }),
    });
    await rig.api('GET', `/orders/${id}?refresh=true`);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'reversed',
      amount_refunded: 1099,
      amount_reversed: 1099,
    });
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ refunded: 1099 });
  });
});

/** Refunds are done at Blink, and its answers wait until the test lets them through. */
function holdRefunds({ dependencies }: Rig): { readonly sent: Promise<void>; answer(): void } {
  const { transactions } = dependencies.payments.blink;
  const working = transactions.refund;
  const sent = gate();
  const letThrough = gate();
  const holding: typeof working = async (asked) => {
    const answer = await working(asked);
    sent.open();
    await letThrough.passed;
    return answer;
  };
  Object.assign(transactions, { refund: holding });
  return { sent: sent.passed, answer: letThrough.open };
}

function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}
