import { MINUTE } from '../../src/kernel/clock';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import { startRig, type Rig } from '../support/rig';
import {
  answerBank,
  CHALLENGED,
  createOrder,
  filledCardForm,
  formIn,
  FRICTIONLESS,
  goToBank,
  payByCard,
  post,
  submit,
  visit,
  type ShownPage,
} from '../support/shopper';
import { leaksIn, secretsOf } from '../faults/canaries';
import { comeBack, notify } from './scene';

const ADDRESS = '12 St James Square';
const POSTCODE = 'SW1Y 4LB';
const CUSTOMER = {
  name: 'Ada Shopper',
  email: 'ada@shopper.example',
  address: ADDRESS,
  postcode: POSTCODE,
};
const TYPED = { customer_address: ADDRESS, customer_postcode: POSTCODE };

/** A fault of ours whose message and properties hold everything that it was working on, as such faults do. */
class LeakyStore extends MemoryOrderStore {
  failsWith: object | null = null;

  override find(orderId: string) {
    if (this.failsWith)
      throw Object.assign(new Error(JSON.stringify(this.failsWith)), { config: this.failsWith });
    return super.find(orderId);
  }
}

describe('names, addresses, keys, tokens and capabilities', () => {
  let rig: Rig;
  let pages: ShownPage[];
  const orders = new LeakyStore();
  beforeAll(async () => {
    rig = await startRig({ replace: () => ({ orders }) });
    pages = [];
  });
  afterAll(() => rig.stop());

  const seen = async (page: Promise<ShownPage>): Promise<ShownPage> => {
    pages.push(await page);
    return page;
  };

  it('are in no line of the log, on the way through payments that go well, badly and not at all', async () => {
    const order = await createOrder(rig, {
      customer: CUSTOMER,
      metadata: { note: 'metadata-canary' },
      success_url: 'https://shop.example/thanks?session=success-canary',
    });
    const secrets = async () => ({
      ...(await secretsOf(rig, order.id)),
      address: ADDRESS,
      postcode: POSTCODE,
      metadata: 'metadata-canary',
      'address of the shop': 'success-canary',
    });

    await formsThatAreRefused(order.checkout_url);
    await declinedThenPaid(order.checkout_url);
    await strangersAt(order.id);
    await shopsCalls(order.id);
    await rig.settle();
    rig.advance(20 * MINUTE);
    await rig.sweep();
    const { returnUrl } = await addresses(order.id);
    orders.failsWith = await secrets();
    await visit(order.checkout_url.replace(/[^/]+$/, 'x'));
    await rig.api('GET', `/orders/${order.id}`);
    await comeBack(returnUrl, { transaction_id: 'BL-1' });
    orders.failsWith = null;
    await rig.settle();

    expect(rig.log.lines().filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
    expect(rig.log.lines().length).toBeGreaterThan(40);
    expect(leaksIn(rig.log.text(), await secrets())).toEqual([]);
    expect(rig.log.text()).not.toMatch(/\\u001b|127\.0\.0\.1(?!:)/);
  });

  it('but what a page needs are on no page that a shopper sees', async () => {
    const order = await createOrder(rig, { customer: CUSTOMER });
    await seen(visit(order.checkout_url));
    const bank = await seen(payByCard(rig, order.checkout_url, CHALLENGED));
    await seen(answerBank(await goToBank(bank), 'Approve'));
    const secrets = await secretsOf(rig, order.id);
    const attempt = (await rig.dependencies.payments.orders.find(order.id))?.attempts[0];
    const {
      'API key of the shop': key,
      'secret of ours': secret,
      'notification capability 0': capability,
    } = secrets;
    const { "Blink's API key": apiKey, "Blink's secret key": secretKey } = secrets;
    for (const { html, headers } of pages) {
      const all = html + JSON.stringify([...headers]);
      for (const each of [key, secret, capability, apiKey, secretKey, attempt?.nonce])
        expect(all).not.toContain(each);
      expect(all).not.toMatch(/eyJ0eXAiOiJKV1Qi/); // the head of every bearer
    }
    const [, , receipt] = pages;
    expect(receipt?.text).toContain('Payment received');
    expect(receipt?.html).not.toMatch(/Ada Shopper|ada@shopper|9990/); // whoever gets the address sees no person
  });

  it('would be seen by these tests if a line held one', () => {
    const line = (text: string) => `${JSON.stringify({ level: 'info', msg: text })}\n`;
    const secrets = { mine: 'Ada Shopper' };
    expect(leaksIn(line('Ada Shopper'), secrets)).toEqual(['mine']);
    expect(leaksIn(line(`x${Buffer.from('Ada Shopper').toString('base64url')}`), secrets)).toEqual(['mine']);
    expect(leaksIn(line('Ada%20Shopper'), secrets)).toEqual(['mine']);
    expect(leaksIn('no JSON\n', secrets)).toEqual(['no JSON']);
    expect(leaksIn(line('nothing'), secrets)).toEqual([]);
  });

  async function formsThatAreRefused(checkoutUrl: string): Promise<void> {
    const { url, fields } = await filledCardForm(rig, checkoutUrl, FRICTIONLESS);
    const typed = { ...fields, ...TYPED };
    await post(url, { ...typed, paymentToken: '' }, rig.origin);
    await post(url, { ...typed, attempt_id: 'att_old' }, rig.origin);
    await post(url, typed, 'https://evil.example');
    await post(url, { ...typed, customer_name: 'x'.repeat(70_000) }, rig.origin);
    await post(url, { ...typed, customer_email: 'ada@shopper.example\r\n\u001b[31mred' }, rig.origin);
    await post(`${checkoutUrl}/renew`, {}, rig.origin);
  }

  async function declinedThenPaid(checkoutUrl: string): Promise<void> {
    rig.sandbox.nextPayment({ outcome: 'declined' });
    const declined = await payByCard(rig, checkoutUrl, FRICTIONLESS);
    await submit(declined, formIn(declined, 'Try another card'));
    await payByCard(rig, checkoutUrl, CHALLENGED);
    await post(`${checkoutUrl}/abandon`, {}, rig.origin);
    await answerBank(await goToBank(await payByCard(rig, checkoutUrl, CHALLENGED)), 'Approve');
    await rig.settle();
    expect((await visit(checkoutUrl)).text).toContain('Payment received');
  }

  async function strangersAt(orderId: string): Promise<void> {
    const { returnUrl, notificationUrl } = await addresses(orderId);
    await notify(notificationUrl, {
      transaction_id: 'BL-1',
      customer_name: CUSTOMER.name,
      note: CUSTOMER.email,
    });
    await notify(`${notificationUrl}x`, { transaction_id: 'BL-1' });
    await fetch(notificationUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"Ada Shopper"',
    });
    await comeBack(returnUrl, { transaction_id: 'BL-2', merchant_data: JSON.stringify(CUSTOMER) });
    await comeBack(`${returnUrl}x`, { transaction_id: 'BL-2', note: CUSTOMER.name });
    await fetch(`${rig.origin}/checkout/x?name=Ada%20Shopper`, {
      headers: { referer: returnUrl, cookie: returnUrl },
    });
    await rig.settle();
  }

  async function shopsCalls(orderId: string): Promise<void> {
    const body = { reference: 'R', amount: 'x', currency: 'GBP', customer: CUSTOMER };
    await rig.api('POST', '/orders', body, { 'idempotency-key': 'Ada Shopper' });
    await rig.api('GET', '/orders', undefined, { authorization: 'Bearer Ada Shopper' });
    await rig.api('GET', `/orders/${orderId}?refresh=true`);
    await rig.api('GET', `/orders?reference=${encodeURIComponent(CUSTOMER.name)}`);
    await rig.api('PATCH', `/orders/${orderId}`, { customer: CUSTOMER });
    await rig.api('POST', `/orders/${orderId}/transactions`, { transaction_id: 'BL-3' });
    await rig.api('POST', `/orders/${orderId}/review`, { resolution: 'dismissed', reason: CUSTOMER.name });
    await rig.api('POST', `/orders/${orderId}/cancel`);
  }

  async function addresses(orderId: string) {
    const order = await orders.find(orderId);
    const attemptId = order?.attempts.at(-1)?.id ?? '';
    const { addresses: facing } = rig.dependencies.payments;
    return {
      returnUrl: facing.returnUrl(orderId, attemptId),
      notificationUrl: facing.notificationUrl(orderId, attemptId),
    };
  }
});
