import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { changeOrder } from '../../src/orders/store/change-order';
import { cancel, capture, eventsOf, hear, orderOf } from '../support/paid';
import { payBy } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, visit, type CreatedOrder } from '../support/shopper';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const METHODS = ['card', 'apple_pay', 'google_pay'] as const;
const ACCEPTED = 'Your bank has accepted the payment';

/** Blink takes the payment on, says `Approved`, and takes the money later, if at all. */
const acceptedOrder = async (method: (typeof METHODS)[number] = 'card'): Promise<CreatedOrder> => {
  rig.sandbox.nextPayment({ threeDs: 'frictionless', outcome: 'approved-first' });
  const order = await createOrder(rig, { payment_methods: [method] });
  await payBy(rig, method, order.checkout_url);
  await hear(rig);
  return order;
};
const transaction = (): string => rig.sandbox.ledger()[0]?.id ?? '';
const sweepAfter = async (milliseconds: number): Promise<void> => {
  rig.advance(milliseconds);
  await hear(rig);
  await rig.sweep();
  await hear(rig);
};
const UNDER_WAY = { status: 'processing', amount_authorised: 0, amount_captured: 0, needs_review: null };

describe.each(METHODS)('a sale by %s that Blink calls "Approved"', (method) => {
  it('is under way: neither reserved nor paid, for the shop as for the shopper', async () => {
    const { id, checkout_url } = await acceptedOrder(method);
    expect(rig.sandbox.transaction(transaction())).toMatchObject({ status: 'Approved' });
    expect(await orderOf(rig, id)).toMatchObject({ ...UNDER_WAY, attempts: [{ status: 'pending' }] });
    expect(await eventsOf(rig, id)).toEqual(['processing']);

    const { text } = await visit(checkout_url);
    expect(text).toContain(ACCEPTED);
    expect(text).toContain('waiting for the money to be confirmed');
    expect(text).toContain('do not pay again');
    expect(text.toLowerCase()).not.toContain('reserved');
  });

  it('is paid when Blink has taken the money, by the sweep alone', async () => {
    rig.sandbox.notifications.withhold(true);
    const { id, checkout_url } = await acceptedOrder(method);
    rig.sandbox.portal.capture(transaction());
    await sweepAfter(2 * MINUTE);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
    });
    expect(await eventsOf(rig, id)).toEqual(['processing', 'paid']);
    expect((await visit(checkout_url)).text).toContain('Payment received');
  });
});

describe('a payment that Blink has accepted and not taken', () => {
  it('has nothing that the shop could take or let go, and says so', async () => {
    const { id } = await acceptedOrder();
    expect((await capture(rig, id)).body).toMatchObject({ status: 409, code: 'nothing_reserved' });
    expect((await cancel(rig, id)).body).toMatchObject({ status: 409, code: 'order_not_cancellable' });
    expect(rig.sandbox.calls({ method: 'POST', path: /captures|cancels|reruns/ })).toEqual([]);
  });

  it('is shown to a human 24 hours after the charge, and not before', async () => {
    const { id } = await acceptedOrder();
    await sweepAfter(23 * HOUR);
    expect(await orderOf(rig, id)).toMatchObject(UNDER_WAY);
    await sweepAfter(2 * HOUR);
    expect(await orderOf(rig, id)).toMatchObject({ ...UNDER_WAY, needs_review: 'outcome_unknown' });
  });

  it('fails by no length of time, and is paid whenever the money comes', async () => {
    const { id, checkout_url } = await acceptedOrder();
    for (let days = 0; days < 36; days += 1) await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'processing', attempts: [{ status: 'pending' }] });
    expect((await visit(checkout_url)).text).toContain(ACCEPTED);

    rig.sandbox.notifications.withhold(true);
    rig.sandbox.portal.capture(transaction());
    await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it('fails when Blink says so, and the shopper may pay again', async () => {
    const { id, checkout_url } = await acceptedOrder();
    rig.sandbox.portal.cancel(transaction());
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'open', attempts: [{ status: 'declined' }] });
    expect(await eventsOf(rig, id)).toEqual(['processing', 'payment_failed']);
    expect((await visit(checkout_url)).text).toContain('Try another card');
  });

  it('is known as such when Blink called it "Received" before, and has its day from the charge on', async () => {
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.nextPayment({ threeDs: 'frictionless', outcome: 'approved-first' });
    const order = await createOrder(rig);
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/' }, asIf('Received'));
    await payBy(rig, 'card', order.checkout_url);
    expect((await visit(order.checkout_url)).text).toContain('We are checking your payment');

    await sweepAfter(2 * MINUTE);
    expect((await visit(order.checkout_url)).text).toContain(ACCEPTED);
    await sweepAfter(HOUR);
    expect(await orderOf(rig, order.id)).toMatchObject(UNDER_WAY);
  });

  it('is read, and not believed, when it has another amount', async () => {
    rig.sandbox.nextPayment({ threeDs: 'frictionless', outcome: 'approved-first' });
    const order = await createOrder(rig);
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/', times: 9 }, asIf('Approved', 1));
    await payBy(rig, 'card', order.checkout_url);
    expect(await orderOf(rig, order.id)).toMatchObject({
      status: 'processing',
      needs_review: 'wrong_amount',
    });
  });
});

describe('a reservation that a release before this one saw where nobody had asked for one', () => {
  const storedAsReserved = async (): Promise<CreatedOrder> => {
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.nextPayment({ threeDs: 'frictionless', outcome: 'approved-first' });
    const order = await createOrder(rig);
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/' }, { kind: 'html' });
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/', times: 9 }, { kind: 'html' });
    await payBy(rig, 'card', order.checkout_url);
    rig.sandbox.mend();
    await changeOrder(rig.dependencies.payments, order.id, { by: 'sweep' }, ({ attempts }) =>
      attempts.map(({ id: attemptId, amount }) => ({
        type: 'money_authorised',
        attemptId,
        transactionId: transaction(),
        amount: amount.minor,
      })),
    );
    return order;
  };

  it('is put right by the next look, and the shop is told', async () => {
    const { id, checkout_url } = await storedAsReserved();
    expect(await eventsOf(rig, id)).toEqual(['processing', 'authorised']);
    await sweepAfter(2 * MINUTE);
    expect(await orderOf(rig, id)).toMatchObject({ ...UNDER_WAY, attempts: [{ status: 'pending' }] });
    expect(await eventsOf(rig, id)).toEqual(['processing', 'authorised', 'processing']);
    expect((await visit(checkout_url)).text).toContain(ACCEPTED);
  });

  it('can be neither captured nor shown as reserved before that', async () => {
    const { id, checkout_url } = await storedAsReserved();
    expect((await capture(rig, id)).body).toMatchObject({ code: 'nothing_reserved' });
    expect((await visit(checkout_url)).text).toContain(ACCEPTED);
  });

  it('does not end after 30 days, also when Blink cannot be read: a human is asked after one', async () => {
    const { id, checkout_url } = await storedAsReserved();
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/', times: 1_000 }, { kind: 'html' });
    rig.advance(31 * DAY);
    await visit(checkout_url); // what time decides is written down whoever looks
    expect(await orderOf(rig, id)).toMatchObject({
      needs_review: 'outcome_unknown',
      attempts: [{ status: 'authorised' }],
    });
    rig.sandbox.mend();
    await sweepAfter(DAY);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'processing', attempts: [{ status: 'pending' }] });
  });
});

/** Blink's answer to a read, with another word or amount than the ledger has. */
function asIf(status: string, amount?: number) {
  return {
    kind: 'wrong-types',
    garble: (body: unknown) => {
      const { data } = body as { data: object };
      return { data: { ...data, status, ...(amount !== undefined && { amount }) } };
    },
  } as const;
}
