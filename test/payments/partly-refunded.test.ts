import { DAY } from '../../src/kernel/clock';
import { hear, orderOf, paidOrder, refund } from '../support/paid';
import { startRig, type Rig } from '../support/rig';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

/** Paid and settled, so that parts can go back. */
const settledOrder = async () => {
  const order = await paidOrder(rig);
  rig.sandbox.settle();
  await hear(rig);
  return order;
};
const givenBack = () => rig.sandbox.ledger().reduce((sum, { refunded }) => sum + refunded, 0);
const refundCalls = () => rig.sandbox.calls({ method: 'POST', path: '/refunds' }).length;

describe.each([
  ['was seen', true],
  ['has not been told of to anybody', false],
] as const)('a part that was given back at the portal, and that %s', (_, isSeen) => {
  const partlyRefunded = async (minor = 400) => {
    const order = await settledOrder();
    rig.sandbox.notifications.withhold(!isSeen);
    rig.sandbox.portal.refund(order.transactionId, minor);
    await hear(rig);
    expect((await orderOf(rig, order.id)).needs_review).toBe(isSeen ? 'reversed_in_part' : null);
    return order;
  };

  it('leaves nobody knowing what the rest is: a refund without an amount is refused, and a human is asked', async () => {
    const { id } = await partlyRefunded();
    expect((await refund(rig, id)).body).toMatchObject({ status: 409, code: 'refundable_unknown' });
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: 'reversed_in_part' });
    expect([givenBack(), refundCalls()]).toEqual([400, 0]);
  });

  it('lets the rest go back by its amount, as a part', async () => {
    const { id, transactionId } = await partlyRefunded();
    expect((await refund(rig, id, { amount: 699 })).body).toMatchObject({ status: 'succeeded', amount: 699 });
    expect(givenBack()).toBe(1099);
    expect(rig.sandbox.transaction(transactionId)).toMatchObject({ status: 'Fully refunded' });
    expect(await orderOf(rig, id)).toMatchObject({ needs_review: 'reversed_in_part', amount_refunded: 699 });
  });

  it('is never made up for by Blink’s "whole": the whole amount, by name, is more than is left', async () => {
    const { id } = await partlyRefunded();
    expect((await refund(rig, id, { amount: 1099 })).body).toMatchObject({ code: 'refund_refused' });
    expect(givenBack()).toBe(400);
    expect((await refund(rig, id, { amount: 100 })).body).toMatchObject({ status: 'succeeded' });
    expect(givenBack()).toBe(500);
  });

  it('is asked about once more when the human has looked and the shop still names no amount', async () => {
    const { id } = await partlyRefunded();
    await refund(rig, id);
    await rig.api('POST', `/orders/${id}/review`, { resolution: 'dismissed', reason: 'Seen' });
    expect((await refund(rig, id)).body).toMatchObject({ code: 'refundable_unknown' });
    expect(await orderOf(rig, id)).toMatchObject({ needs_review: 'reversed_in_part' });
  });

  it('answers a repeated request, by its key, as it answered the first', async () => {
    const { id } = await partlyRefunded();
    const key = { 'idempotency-key': 'refund-1' };
    expect((await refund(rig, id, {}, key)).body).toMatchObject({ code: 'refundable_unknown' });
    expect((await refund(rig, id, {}, key)).body).toMatchObject({ code: 'refundable_unknown' });
    expect(givenBack()).toBe(400);
  });
});

describe('a part that we gave back ourselves', () => {
  it('explains what Blink shows: the rest goes back without an amount', async () => {
    const { id } = await settledOrder();
    await refund(rig, id, { amount: 400 });
    await hear(rig);
    expect((await refund(rig, id)).body).toMatchObject({ status: 'succeeded', amount: 699 });
    expect(givenBack()).toBe(1099);
    rig.advance(DAY);
    await rig.sweep();
    expect(await orderOf(rig, id)).toMatchObject({ status: 'refunded', needs_review: null });
  });
});
