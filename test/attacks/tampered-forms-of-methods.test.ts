import { hear } from '../support/paid';
import { EVERY_WAY, filledForm, finish, payBy } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, post } from '../support/shopper';
import { comeBack, everythingAbout, notify, orderNow } from './scene';
import type { PaymentMethod } from '../../src/payments/methods';

const WAYS = EVERY_WAY.filter((method): method is Exclude<PaymentMethod, 'card'> => method !== 'card');
const POSTED = /\/pay\/v1\/(directdebits|openbankings|applepay|googlepay)$/;

/** Fields of Blink's elements, of ours, and of nobody's, as a shopper with an inspector may send them, all at once. */
const TAMPERED = {
  ...{ raw_amount: '0.01', amount: '0.01', currency: 'JPY', type: '2', transaction_type: 'CREDIT' },
  ...{ merchantID: '1', merchant_id: '1', resource: 'refunds', transaction_unique: 'of-another-order' },
  ...{ merchant_data: '{"nonce":"mine"}', country_code: 'FR', iban: 'FR7630006000011234567890189' },
  ...{
    return_url: 'https://evil.example',
    notification_url: 'https://evil.example',
    redirect_url: 'https://evil.example',
  },
  ...{ status: 'paid', order_id: 'ord_other', method: 'card', remote_address: '10.0.0.1' },
};

describe.each(WAYS)('a form to pay by %s that was tampered with', (method) => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ sandbox: { rawAmountCounts: true } })));
  beforeEach(() => rig.sandbox.forgetCalls());
  afterAll(() => rig.stop());

  const newOrder = (amount: number) => createOrder(rig, { payment_methods: [method], amount });
  const attemptOf = async (orderId: string) => {
    const order = await rig.dependencies.payments.orders.find(orderId);
    const attempt = order?.attempts.at(-1);
    if (!attempt) throw new Error('The order has no attempt');
    return attempt;
  };
  const charges = () => rig.sandbox.calls({ method: 'POST', path: POSTED });

  it('pays what is stored, on the stored intent', async () => {
    const order = await newOrder(1099);
    const { url, fields } = await filledForm(rig, method, order.checkout_url);
    expect((await post(url, { ...fields, ...TAMPERED }, rig.origin)).status).toBe(303);
    const { intent, nonce } = await attemptOf(order.id);
    const entry = rig.sandbox.ledger().find(({ intentId }) => intentId === intent.id);
    expect(entry).toMatchObject({ amount: 1099, currency: 'GBP', transactionType: 'SALE' });
    expect(entry?.returnUrl).toContain(rig.origin);
    expect(JSON.parse(entry?.merchantData ?? '')).toEqual({ order_id: order.id, nonce });
    expect(JSON.stringify([entry, charges()])).not.toMatch(/10\.0\.0\.1|evil\.example|FR76/);
  });

  it.each(['payment_intent', 'attempt_id'])(
    'with the %s of a cheaper order pays neither that one nor too little',
    async (which) => {
      const [cheap, dear] = [await newOrder(101), await newOrder(2499)];
      await filledForm(rig, method, cheap.checkout_url);
      const { id, intent } = await attemptOf(cheap.id);
      const before = await everythingAbout(rig, cheap.id);
      const { url, fields } = await filledForm(rig, method, dear.checkout_url);
      const stolen = which === 'attempt_id' ? { attempt_id: id } : { payment_intent: intent.reference };
      const answer = await post(url, { ...fields, ...stolen }, rig.origin);
      expect(answer.status).toBe(which === 'attempt_id' ? 409 : 303);
      expect(charges()).toHaveLength(which === 'attempt_id' ? 0 : 1);
      expect(rig.sandbox.ledger().filter(({ intentId }) => intentId === intent.id)).toEqual([]);
      expect(await everythingAbout(rig, cheap.id)).toEqual(before);
    },
  );

  it('has a transaction that pays its own order and no other', async () => {
    const mine = await newOrder(1099);
    await finish(rig, method, await payBy(rig, method, mine.checkout_url));
    expect(await orderNow(rig, mine.id)).toMatchObject({ status: 'paid' });
    const { transactionId } = await attemptOf(mine.id);
    const victim = await newOrder(1099);
    rig.sandbox.breakNext({ method: 'POST', path: POSTED }, { kind: 'reset-before' });
    await payBy(rig, method, victim.checkout_url); // nobody knows what became of it: it waits for any transaction
    const { id } = await attemptOf(victim.id);
    const { addresses } = rig.dependencies.payments;
    const said = { transaction_id: transactionId ?? '', status: 'Captured' };
    await comeBack(addresses.returnUrl(victim.id, id), said);
    await notify(addresses.notificationUrl(victim.id, id), said);
    await hear(rig);
    expect(await orderNow(rig, victim.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
    expect(rig.log.text()).toContain('a transaction that is not of this payment was presented');
  });
});
