import { DAY, MINUTE } from '../../src/kernel/clock';
import { changeOrder } from '../../src/orders/store/change-order';
import { asked, cancel, capture, hear, historyOf, orderOf, paidOrder } from '../support/paid';
import { startRig, type Rig } from '../support/rig';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

/** Something happens at Blink just as a call of ours arrives there. */
function justBefore(call: 'cancel' | 'capture', happens: () => Promise<void>): void {
  const { transactions } = rig.dependencies.payments.blink;
  const working = transactions[call];
  const delayed: typeof working = async (move) => {
    await happens();
    return working(move);
  };
  Object.assign(transactions, { [call]: delayed });
}

const toldMeanwhile = async () => {
  await rig.sandbox.notifications.idle();
  await rig.dependencies.inbox.drain();
};

const blinkTakesItOnItsDay = async () => {
  rig.advance(7 * DAY + MINUTE);
  await toldMeanwhile();
};

describe('a release that Blink was faster than', () => {
  it('is a refund, for by then the money had been taken', async () => {
    const { id } = await paidOrder(rig, { capture: { delay_days: 7 } });
    justBefore('cancel', blinkTakesItOnItsDay);
    const { status, body } = await cancel(rig, id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'refunded',
      amount_captured: 1099,
      amount_refunded: 1099,
      refunds: [{ kind: 'requested', status: 'succeeded', amount: 1099 }],
      attempts: [{ pending: null }],
    });
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'refunded',
      amount_reversed: 0,
      needs_review: null,
    });
    expect(rig.sandbox.ledger().map(({ net }) => net)).toEqual([0]);
  });

  it('leaves a refund of unknown outcome when its answer is lost', async () => {
    const { id } = await paidOrder(rig, { capture: { delay_days: 7 } });
    justBefore('cancel', blinkTakesItOnItsDay);
    rig.sandbox.breakNext({ method: 'POST', path: '/cancels' }, { kind: 'reset-after' });
    expect((await cancel(rig, id)).body).toMatchObject({
      status: 'paid',
      needs_review: 'refund_unknown',
      amount_refundable: 0,
      refunds: [{ status: 'unknown' }],
    });
  });

  it('leaves the money taken when Blink refuses it', async () => {
    const { id } = await paidOrder(rig, { capture: { delay_days: 7 } });
    justBefore('cancel', async () => {
      await blinkTakesItOnItsDay();
      rig.sandbox.settle();
    });
    expect((await cancel(rig, id)).body).toMatchObject({ status: 409, code: 'release_refused' });
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_refundable: 1099,
      attempts: [{ pending: null }],
    });
  });
});

describe('a capture that Blink was faster than', () => {
  it('is no second one', async () => {
    const { id } = await paidOrder(rig, { capture: { delay_days: 7 } });
    justBefore('capture', blinkTakesItOnItsDay);
    const { status, body } = await capture(rig, id);
    expect([status, body.status, body.amount_captured]).toEqual([200, 'paid', 1099]);
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
    expect(rig.sandbox.ledger().map(({ captured }) => captured)).toEqual([1099]);
  });

  it('is for a human when only a part was asked for and the whole may have been taken', async () => {
    const { id } = await paidOrder(rig, { capture: { delay_days: 7 } });
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: '/captures' }, { kind: 'reset-after' });
    expect((await capture(rig, id, { amount: 300 })).body).toMatchObject({
      status: 'authorised',
      needs_review: 'capture_unknown',
    });
    const closed = await rig.api('POST', `/orders/${id}/review`, {
      resolution: 'capture_succeeded',
      reason: '£3.00',
    });
    expect(closed.body).toMatchObject({ status: 'authorised', needs_review: null });
    const read = await rig.api('GET', `/orders/${id}?refresh=true`);
    expect(read.body).toMatchObject({ status: 'paid', amount_captured: 300, needs_review: null });
  });
});

describe('a process that is lost', () => {
  it.each([
    ['manual', 'rerun', 'capture_unknown'],
    [{ delay_days: 7 }, 'capture', null],
  ] as const)(
    'between the claim of a capture and its answer leaves it unknown: %j',
    async (policy, by, review) => {
      const { id } = await paidOrder(rig, { capture: policy });
      const order = await rig.dependencies.payments.orders.find(id);

      await changeOrder(rig.dependencies.payments, id, { by: 'api' }, () => [
        { type: 'capture_claimed', attemptId: order!.attempts[0]!.id, amount: 1099, by },
      ]);
      rig.advance(3 * MINUTE);
      await rig.sweep();
      rig.advance(15 * MINUTE);
      await rig.sweep();
      await rig.sweep();
      expect(await orderOf(rig, id)).toMatchObject({ status: 'authorised', needs_review: review });
      expect(await historyOf(rig, id)).toContain('capture_unknown');
      expect(asked(rig, 'captures') + asked(rig, 'reruns')).toBe(0);
    },
  );

  it('between the claim of a release and its answer leaves the money reserved, as Blink shows it', async () => {
    const { id } = await paidOrder(rig, { capture: 'manual' });
    const order = await rig.dependencies.payments.orders.find(id);

    await changeOrder(rig.dependencies.payments, id, { by: 'api' }, () => [
      { type: 'release_claimed', attemptId: order!.attempts[0]!.id, because: 'requested' },
    ]);
    for (const wait of [3, 7, 20]) {
      rig.advance(wait * MINUTE);
      await rig.sweep();
    }
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'authorised',
      needs_review: null,
      attempts: [{ pending: null }],
    });
    expect((await cancel(rig, id)).body).toMatchObject({ status: 'cancelled' });
  });
});
