import { SECOND } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { FRICTIONLESS, payByCard } from '../support/shopper';
import {
  charge,
  comeBack,
  everythingAbout,
  lieAboutTransactions,
  notify,
  openOrder,
  orderNow,
  paidOrder,
  transactionOf,
  unheardOrder,
  waitingOrder,
  type Target,
} from './scene';

type Door = (rig: Rig, victim: Target, transactionId: string) => Promise<void>;

/** Every way in which a transaction can be presented to an order. */
const DOORS: readonly (readonly [string, Door])[] = [
  [
    'the return',
    async (_, { returnUrl }, id) => {
      const answer = await comeBack(returnUrl, { transaction_id: id, status: 'captured', note: 'Success' });
      expect(answer.status).toBe(303);
    },
  ],
  [
    'the return of 2023',
    async (_, { returnUrl }, id) => {
      expect((await comeBack(returnUrl, { res: Buffer.from(id).toString('base64') })).status).toBe(303);
    },
  ],
  [
    'the notification',
    async (rig, { notificationUrl }, id) => {
      const answer = await notify(notificationUrl, { transaction_id: id, status: 'Captured' });
      expect(answer.status).toBe(200);
      await rig.settle();
      rig.advance(6 * SECOND); // the next one may be looked at again
    },
  ],
  [
    'a human who names it',
    async (rig, { id: orderId }, id) => {
      const answer = await rig.api('POST', `/orders/${orderId}/transactions`, { transaction_id: id });
      expect(answer).toMatchObject({ status: 409, body: { code: 'transaction_not_of_order' } });
    },
  ],
];

const GENUINE = [
  ['of another amount, claimed', paidOrder, { amount: 101 }],
  ['of the same amount, claimed', paidOrder, { amount: 1099 }],
  ['of another amount, not yet claimed', unheardOrder, { amount: 101 }],
  ['of the same amount, not yet claimed', unheardOrder, { amount: 1099 }],
  ['of the same figure in another currency', paidOrder, { amount: 1099, currency: 'EUR' }],
] as const;

const ALERT = 'a transaction that is not of this payment was presented';

describe.each(DOORS)("another order's genuine transaction, presented by %s,", (_, present) => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ sandbox: { currencies: ['GBP', 'EUR'] } })));
  afterAll(() => rig.stop());

  it.each(GENUINE)('%s, pays nothing and is an alert', async (_kind, make, thiefs) => {
    const victim = await waitingOrder(rig, { amount: 1099 });
    const thief = await make(rig, thiefs);
    await rig.settle();
    const before = [await everythingAbout(rig, victim.id), await everythingAbout(rig, thief.id)];
    const alerts = () => rig.log.lines().filter(({ msg }) => msg === ALERT).length;
    const alertsBefore = alerts();

    await present(rig, victim, thief.transaction.id);

    expect([await everythingAbout(rig, victim.id), await everythingAbout(rig, thief.id)]).toEqual(before);
    expect(alerts()).toBeGreaterThan(alertsBefore);
  });

  it('is still its owner’s afterwards', async () => {
    const victim = await waitingOrder(rig);
    const owner = await unheardOrder(rig);
    await present(rig, victim, owner.transaction.id);
    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    expect(await orderNow(rig, owner.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
    expect(await orderNow(rig, victim.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
  });

  it('pays one order only, even where Blink itself would say that it carries the other’s nonce', async () => {
    const victim = await waitingOrder(rig);
    const thief = await paidOrder(rig);
    await rig.settle();
    const before = await everythingAbout(rig, victim.id);
    lieAboutTransactions(rig, { merchant_data: JSON.stringify({ nonce: victim.attempt.nonce }) });
    await present(rig, victim, thief.transaction.id);
    expect(await everythingAbout(rig, victim.id)).toEqual(before);
    rig.sandbox.mend();
  });

  it('pays nothing where Blink gives no merchant_data back at all', async () => {
    const victim = await waitingOrder(rig);
    const thief = await unheardOrder(rig);
    const before = await everythingAbout(rig, victim.id);
    lieAboutTransactions(rig, { merchant_data: null });
    await present(rig, victim, thief.transaction.id);
    expect(await everythingAbout(rig, victim.id)).toEqual(before);
    rig.sandbox.mend();
  });
});

describe('transactions of many orders', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  it('each presented to every other order, by return and by notification, pay nothing but their own', async () => {
    const orders: (Target & { readonly transactionId: string })[] = [];
    for (let index = 0; index < 10; index += 1) {
      const target = await openOrder(rig, { amount: index % 2 ? 1099 : 1000 + index });
      rig.sandbox.notifications.withhold(true);
      rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-after' });
      await charge(rig, target, FRICTIONLESS);
      orders.push({ ...target, transactionId: transactionOf(rig, target).id });
    }
    const pairs = orders.flatMap((victim) =>
      orders.filter((other) => other !== victim).map(({ transactionId }) => ({ victim, transactionId })),
    );
    expect(pairs).toHaveLength(90);
    const before = await Promise.all(orders.map(({ id }) => everythingAbout(rig, id)));

    await Promise.all(
      pairs.map(({ victim, transactionId }) =>
        comeBack(victim.returnUrl, { transaction_id: transactionId, status: 'captured' }),
      ),
    );
    await Promise.all(
      pairs.map(({ victim, transactionId }) =>
        notify(victim.notificationUrl, { transaction_id: transactionId, status: 'Captured' }),
      ),
    );
    for (let look = 0; look < 12; look += 1) {
      await rig.settle();
      rig.advance(5 * SECOND);
    }
    expect(await Promise.all(orders.map(({ id }) => everythingAbout(rig, id)))).toEqual(before);

    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    const after = await Promise.all(orders.map(({ id }) => orderNow(rig, id)));
    expect(after.map(({ status }) => status)).toEqual(orders.map(() => 'paid'));
    expect(after.map(({ attempts }) => attempts[0].transaction_id)).toEqual(
      orders.map(({ transactionId }) => transactionId),
    );
  });

  it.each([
    ['captured', 200],
    ['declined', 400],
  ])(
    'named as %s in the answer to another order’s charge decide nothing there, and its shopper waits calmly',
    async (word, status) => {
      const thief = await paidOrder(rig);
      const victim = await openOrder(rig);
      const url = `${victim.returnUrl}?transaction_id=${thief.transaction.id}&status=${word}&note=${word}`;
      rig.sandbox.breakNext(
        { method: 'POST', path: 'creditcards' },
        { kind: 'status', status, body: { url } },
      );
      const page = await payByCard(rig, victim.checkout_url, FRICTIONLESS);

      expect(page).toMatchObject({
        status: 200,
        text: expect.stringContaining('We are checking your payment'),
      });
      expect(await orderNow(rig, victim.id)).toMatchObject({
        status: 'processing',
        amount_captured: 0,
        attempts: [{ status: 'unknown', transaction_id: null }],
      });
      expect(await orderNow(rig, thief.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
      expect(rig.log.text()).toContain('names the transaction of another payment');
    },
  );
});
