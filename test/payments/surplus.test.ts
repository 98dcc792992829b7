import { BlinkNotAsked } from '../../src/blink/errors';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { asked, cancel, eventsOf, hear, historyOf, orderOf } from '../support/paid';
import { openBankPage, payBy } from '../support/pay-by';
import { startRig, type Rig, type RigOptions } from '../support/rig';
import {
  answerBank,
  createOrder,
  formIn,
  FRICTIONLESS,
  goToBank,
  payByCard,
  submit,
  visit,
  type ShownPage,
} from '../support/shopper';

let rig: Rig;
afterEach(() => rig.stop());
const start = async (options: RigOptions = {}) => void (rig = await startRig(options));

/** A shopper who leaves the bank's page open, pays with another card, and then approves at the bank after all. */
async function paidTwice(order: object = {}) {
  const { id, checkout_url: url } = await createOrder(rig, order);
  const bankPage = await goToBank(await payByCard(rig, url));
  const waiting = await visit(url);
  await submit(waiting, formIn(waiting, 'abandon'));
  await payByCard(rig, url, FRICTIONLESS);
  await hear(rig);
  return { id, approve: () => answerBank(bankPage, 'Approve') };
}

const nets = () => rig.sandbox.ledger().map(({ net }) => net);
const statuses = () => rig.sandbox.ledger().map(({ status }) => status);

describe('an order that is paid twice', () => {
  it('gives the later payment back at once, shows both, and stays paid', async () => {
    await start();
    const { id, approve } = await paidTwice();
    await approve();
    await hear(rig);
    const order = await orderOf(rig, id);
    expect(order).toMatchObject({
      status: 'paid',
      needs_review: null,
      amount_captured: 1099,
      amount_refunded: 0,
    });
    expect(order.attempts.map(({ status }: { status: string }) => status)).toEqual(['captured', 'captured']);
    expect(order.refunds).toMatchObject([
      { kind: 'duplicate', amount: 1099, status: 'succeeded', attempt_id: order.attempts[0].id },
    ]);
    expect(nets().sort()).toEqual([0, 1099]);
    expect(asked(rig, 'cancels')).toBe(1);
    expect(await eventsOf(rig, id)).toEqual(expect.arrayContaining(['paid', 'needs_review']));
    expect(await eventsOf(rig, id)).not.toContain('refunded');
  });

  it('gives it back once, whoever finds it and however often', async () => {
    await start();
    const { id, approve } = await paidTwice();
    rig.sandbox.set({ notifications: { copies: 5 } });
    await approve();
    await Promise.all(Array.from({ length: 10 }, () => rig.api('GET', `/orders/${id}?refresh=true`)));
    await rig.sweep();
    await hear(rig);
    expect(asked(rig, 'cancels')).toBe(1);
    expect((await orderOf(rig, id)).refunds).toHaveLength(1);
  });

  it('refunds it when it is settled already', async () => {
    await start();
    rig.sandbox.notifications.withhold(true);
    const { id, approve } = await paidTwice();
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/', times: 50 }, { kind: 'html' });
    await approve();
    await hear(rig);
    rig.sandbox.mend();
    rig.sandbox.settle();
    for (const { id: notification } of rig.sandbox.notifications.pending()) {
      await rig.sandbox.notifications.deliver(notification);
    }
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
    expect(asked(rig, 'refunds')).toBe(1);
    expect(nets().sort()).toEqual([0, 1099]);
  });

  it('is tried again by the sweep only when it is certain that nothing was sent', async () => {
    await start();
    const { id, approve } = await paidTwice();
    const down = outage(rig);
    await approve();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      needs_review: 'paid_twice',
      refunds: expect.arrayContaining([expect.objectContaining({ status: 'failed' })]),
    });
    expect(asked(rig, 'cancels')).toBe(0);
    down.over();
    rig.advance(30 * MINUTE);
    await rig.sweep();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
    expect(asked(rig, 'cancels')).toBe(1);
    expect(nets().sort()).toEqual([0, 1099]);
  });

  it('is left to a human when a part of it went back at the portal first: what is left is not known', async () => {
    await start();
    const { id, approve } = await paidTwice();
    const down = outage(rig);
    await approve();
    await hear(rig);
    down.over();
    rig.sandbox.settle();
    const duplicate = (await orderOf(rig, id)).attempts[0].transaction_id;
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.portal.refund(duplicate, 400);
    for (let round = 0; round < 3; round++) {
      rig.advance(30 * MINUTE);
      await rig.sweep();
      await hear(rig);
    }
    expect(asked(rig, 'cancels') + asked(rig, 'refunds')).toBe(0);
    expect(nets().sort()).toEqual([1099, 699]);
    const order = await orderOf(rig, id);
    expect(order).toMatchObject({ status: 'paid', amount_captured: 1099, amount_refunded: 0 });
    expect(order.needs_review).not.toBeNull();
    expect(order.refunds.filter(({ status }: { status: string }) => status !== 'failed')).toEqual([]);
  });

  it.each([
    ['is lost', { kind: 'reset-after' }, 'refund_unknown'],
    [
      'is no',
      { kind: 'status', status: 400, body: { success: false, message: 'Not possible' } },
      'refund_failed',
    ],
  ] as const)('is left to a human when the answer %s, and never asked again', async (_, fault, review) => {
    await start();
    const { id, approve } = await paidTwice();
    rig.sandbox.breakNext({ method: 'POST', path: '/cancels' }, fault);
    await approve();
    await hear(rig);
    for (const wait of [10 * MINUTE, HOUR, DAY, DAY]) {
      rig.advance(wait);
      await rig.sweep();
      await hear(rig);
    }
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: review });
    expect(asked(rig, 'cancels')).toBe(1);
  });

  it('keeps what a human decided to keep', async () => {
    await start();
    const { id, approve } = await paidTwice();
    const down = outage(rig);
    await approve();
    await hear(rig);
    down.over();
    const closed = await rig.api('POST', `/orders/${id}/review`, {
      resolution: 'dismissed',
      reason: 'Two orders',
    });
    expect(closed.body).toMatchObject({ needs_review: null });
    rig.advance(DAY);
    await rig.sweep();
    await hear(rig);
    expect(nets()).toEqual([1099, 1099]);
    expect(asked(rig, 'cancels')).toBe(0);
  });

  it('is paid by the second when the first was undone before the second could be given back', async () => {
    await start();
    const { id, approve } = await paidTwice({ amount: 2600 });
    const down = outage(rig);
    await approve();
    await hear(rig);
    expect((await orderOf(rig, id)).needs_review).toBe('paid_twice');
    const [second, first] = rig.sandbox.ledger();
    rig.sandbox.portal.cancel(first!.id);
    await hear(rig);
    down.over();
    rig.advance(30 * MINUTE);
    await rig.sweep();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      needs_review: null,
      amount_captured: 2600,
    });
    expect(rig.sandbox.transaction(second!.id)).toMatchObject({ net: 2600 });
    expect(asked(rig, 'cancels')).toBe(0);
  });
});

describe('an order whose money is reserved twice', () => {
  it('lets the later reservation go', async () => {
    await start();
    const { id, approve } = await paidTwice({ capture: 'manual' });
    await approve();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'authorised',
      needs_review: null,
      amount_authorised: 1099,
    });
    expect(statuses().sort()).toEqual(['Approved', 'Cancelled']);
    expect(await historyOf(rig, id)).toEqual(
      expect.arrayContaining(['surplus_found', 'authorisation_released']),
    );
  });

  it('shows it to a human when Blink does not let it go', async () => {
    await start();
    const { id, approve } = await paidTwice({ capture: { delay_days: 3 } });
    rig.sandbox.breakNext(
      { method: 'POST', path: '/cancels' },
      { kind: 'status', status: 400, body: { success: false, message: 'No' } },
    );
    await approve();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'authorised', needs_review: 'release_failed' });
  });
});

it('shows a second reservation to a human when the answer to its release was lost and it still stands', async () => {
  await start();
  const { id, approve } = await paidTwice({ capture: { delay_days: 3 } });
  rig.sandbox.breakNext({ method: 'POST', path: '/cancels' }, { kind: 'html', status: 500 });
  await approve();
  await hear(rig);
  for (const wait of [10 * MINUTE, 30 * MINUTE, 2 * HOUR]) {
    rig.advance(wait);
    await rig.settle();
    await rig.sweep();
    await hear(rig);
  }
  expect(await orderOf(rig, id)).toMatchObject({ status: 'authorised', needs_review: 'release_failed' });
  rig.advance(4 * DAY); // Blink takes both on their day
  await rig.settle();
  await rig.sweep();
  await hear(rig);
  expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: 'release_failed' });
  expect(asked(rig, 'cancels')).toBe(1);
});

/** A shopper at the bank while the shop's order ends. */
async function paidLate(how: 'cancelled' | 'expired', order: object = {}): Promise<string> {
  const { id, checkout_url: url } = await createOrder(rig, { expires_in: 600, ...order });
  const bankPage = await goToBank(await payByCard(rig, url));
  await leave(url);
  if (how === 'cancelled') await cancel(rig, id);
  else {
    rig.advance(20 * MINUTE);
    await rig.sweep();
  }
  expect((await orderOf(rig, id)).status).toBe(how);
  await answerBank(bankPage, 'Approve');
  await hear(rig);
  return id;
}

async function leave(url: string): Promise<ShownPage> {
  const page = await visit(url);
  return submit(page, formIn(page, 'abandon'));
}

describe.each(['cancelled', 'expired'] as const)('money that comes when the order is %s', (how) => {
  it('is the shop’s to decide about, by default', async () => {
    await start();
    const id = await paidLate(how);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: 'late_payment' });
    expect(nets()).toEqual([1099]);
  });

  it('is accepted without a word when that is the policy', async () => {
    await start({ env: { LATE_PAYMENT: 'accept' } });
    const id = await paidLate(how);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
  });

  it('goes back at once when that is the policy', async () => {
    await start({ env: { LATE_PAYMENT: 'refund' } });
    const id = await paidLate(how);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'refunded',
      needs_review: null,
      refunds: [{ kind: 'late', status: 'succeeded', amount: 1099 }],
    });
    expect(nets()).toEqual([0]);
    expect(await eventsOf(rig, id)).toEqual(expect.arrayContaining(['paid', 'refunded']));
    expect(await eventsOf(rig, id)).not.toContain('needs_review');
  });

  it('is left to a human, by that policy, when a part of it went back at the portal first', async () => {
    await start({ env: { LATE_PAYMENT: 'refund' } });
    const down = outage(rig);
    const id = await paidLate(how);
    down.over();
    rig.sandbox.settle();
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.portal.refund((await orderOf(rig, id)).attempts[0].transaction_id, 400);
    rig.advance(30 * MINUTE);
    await rig.sweep();
    await hear(rig);
    expect(asked(rig, 'cancels') + asked(rig, 'refunds')).toBe(0);
    expect(nets()).toEqual([699]);
    const order = await orderOf(rig, id);
    expect(order).toMatchObject({ status: 'paid', amount_refunded: 0 });
    expect(order.needs_review).not.toBeNull();
  });

  it('is let go when it was only reserved and that is the policy', async () => {
    await start({ env: { LATE_PAYMENT: 'refund' } });
    const id = await paidLate(how, { capture: 'manual' });
    expect(await orderOf(rig, id)).toMatchObject({ status: how, needs_review: null, amount_authorised: 0 });
    expect(statuses()).toEqual(['Cancelled']);
  });

  it('is shown to a human while it could not be sent back', async () => {
    await start({ env: { LATE_PAYMENT: 'refund' } });
    rig.sandbox.breakNext(
      { method: 'POST', path: '/cancels' },
      { kind: 'status', status: 422, body: { success: false, message: 'No' } },
    );
    const id = await paidLate(how);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: 'refund_failed' });
  });
});

describe('a bank payment that is too much', () => {
  const WAYS = { payment_methods: ['open_banking', 'card'] };
  const soonAndLater = async () => {
    for (const wait of [HOUR, DAY, DAY]) {
      rig.advance(wait);
      await rig.sweep();
      await hear(rig);
    }
  };

  /** A shopper with the bank's page open, who was let go of it by the checkout. */
  async function leavesAtBank(order: object = {}) {
    const { id, checkout_url: url } = await createOrder(rig, { ...WAYS, ...order });
    const bankPage = await openBankPage(await payBy(rig, 'open_banking', url));
    await leave(url);
    return { id, url, approve: () => answerBank(bankPage, 'Approve') };
  }

  it('is shown to a human and waits for nobody else: Blink is never asked to give it back', async () => {
    await start();
    const { id, url, approve } = await leavesAtBank();
    await payBy(rig, 'card', url);
    await hear(rig);
    await approve();
    await soonAndLater();
    const order = await orderOf(rig, id);
    expect(order).toMatchObject({ status: 'paid', needs_review: 'paid_twice', amount_captured: 1099 });
    expect(order.attempts).toMatchObject([
      { method: 'open_banking', status: 'captured', pending: null },
      { method: 'card', status: 'captured', pending: null },
    ]);
    expect(order.refunds).toEqual([]);
    const closed = await rig.api('POST', `/orders/${id}/review`, {
      resolution: 'dismissed',
      reason: 'Sent back from our bank',
    });
    expect(closed.body).toMatchObject({ status: 'paid', needs_review: null });
    await soonAndLater();
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
    expect([asked(rig, 'cancels'), asked(rig, 'refunds')]).toEqual([0, 0]);
  });

  it('leaves the card payment of the same order refundable', async () => {
    await start();
    const { id, url, approve } = await leavesAtBank();
    await payBy(rig, 'card', url);
    await hear(rig);
    await approve();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ amount_refundable: 1099 });
    expect((await rig.api('POST', `/orders/${id}/refunds`, {})).status).toBe(201);
    expect(nets()).toEqual([1099, 0]);
  });

  it('is no reason to keep a card payment that comes after it', async () => {
    await start();
    const { id, checkout_url: url } = await createOrder(rig, WAYS);
    const challenge = await goToBank(await payByCard(rig, url));
    await leave(url);
    await answerBank(await openBankPage(await payBy(rig, 'open_banking', url)), 'Approve');
    await hear(rig);
    await answerBank(challenge, 'Approve');
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      needs_review: null,
      amount_captured: 1099,
      refunds: [{ kind: 'duplicate', status: 'succeeded' }],
    });
    expect(nets()).toEqual([0, 1099]);
  });

  it.each(['review', 'refund'])(
    'is shown to a human when it comes too late, by the policy "%s"',
    async (policy) => {
      await start({ env: { LATE_PAYMENT: policy } });
      const { id, approve } = await leavesAtBank();
      await cancel(rig, id);
      await approve();
      await soonAndLater();
      expect(await orderOf(rig, id)).toMatchObject({
        status: 'paid',
        needs_review: 'late_payment',
        refunds: [],
      });
      expect([asked(rig, 'cancels'), asked(rig, 'refunds')]).toEqual([0, 0]);
    },
  );

  it.each(['review', 'refund'])(
    'pays nothing when it is of an earlier amount, by the policy "%s", although the order is closed',
    async (policy) => {
      await start({ env: { LATE_PAYMENT: policy } });
      const { id, approve } = await leavesAtBank();
      expect((await rig.api('PATCH', `/orders/${id}`, { amount: 2000 })).status).toBe(200);
      await cancel(rig, id);
      await approve();
      await hear(rig);
      expect(await orderOf(rig, id)).toMatchObject({
        status: 'processing',
        amount_captured: 0,
        needs_review: 'wrong_amount',
      });
    },
  );
});

it.each(['apple_pay', 'google_pay'] as const)('takes %s for the card payment that it is', async (wallet) => {
  await start();
  const { id, checkout_url: url } = await createOrder(rig, { payment_methods: ['card', wallet] });
  const challenge = await goToBank(await payByCard(rig, url));
  await leave(url);
  await payBy(rig, wallet, url);
  await hear(rig);
  await answerBank(challenge, 'Approve');
  await hear(rig);
  expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', refunds: [{ kind: 'duplicate' }] });
  expect(asked(rig, 'cancels')).toBe(1);
});

it('does not reach back when the policy changes', async () => {
  await start();
  const id = await paidLate('cancelled');
  await rig.api('POST', `/orders/${id}/review`, { resolution: 'dismissed', reason: 'We ship it' });
  Object.assign(rig.dependencies.payments.policy, { latePayment: 'refund' });
  rig.advance(DAY);
  await rig.sweep();
  await hear(rig);
  expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
  expect(nets()).toEqual([1099]);
});

/** Blink can be read, and cannot be reached by calls that move money, until it is over. */
function outage({ dependencies }: Rig): { over(): void } {
  const { transactions } = dependencies.payments.blink;
  const { cancel: working } = transactions;
  const failing = () => Promise.reject(new BlinkNotAsked('POST transactions/{id}/cancels', 'no connection'));
  Object.assign(transactions, { cancel: failing });
  return { over: () => void Object.assign(transactions, { cancel: working }) };
}
