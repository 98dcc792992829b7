import { MINUTE } from '../../src/kernel/clock';
import { senderAt } from '../support/sender';
import { type Rig, type RigOptions, startRig } from '../support/rig';
import { createOrder } from '../support/shopper';

const INTENTS = { method: 'POST', path: '/intents' };
const LOOKED_UP = { method: 'GET', path: '/transactions/' };
const FOUR_WAYS = ['card', 'open_banking', 'direct_debit', 'google_pay', 'apple_pay'];
const PAGES = ['card', 'open-banking', 'direct-debit', 'google-pay', 'apple-pay'];
const VISITOR = '203.0.113.66';

let rig: Rig;
const start = async ({ env, ...options }: RigOptions = {}) =>
  void (rig = await startRig({ ...options, env: { TRUST_PROXY: '1', ...env } }));
afterEach(() => rig.stop());

const opened = () => rig.sandbox.calls(INTENTS).length;
const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
const visitor = (address = VISITOR) => senderAt(address, rig);

describe('whoever opens two ways to pay in turn', () => {
  beforeEach(() => start());

  it('has one intent opened for each of them, however often', async () => {
    const order = await createOrder(rig, { payment_methods: ['card', 'open_banking'] });
    for (let turn = 0; turn < 39; turn += 1) {
      expect((await visitor().get(`${order.checkout_url}/card`)).status).toBe(200);
      expect((await visitor().get(`${order.checkout_url}/open-banking`)).status).toBe(200);
    }
    expect(opened()).toBe(2);
    const { attempts } = await orderNow(order.id);
    expect(attempts.map(({ method, status }: Record<string, string>) => [method, status])).toEqual([
      ['card', 'abandoned'],
      ['open_banking', 'ready'],
    ]);
  });

  it('makes no history without end: a hundred changes an hour, and the form that is open pays all the same', async () => {
    const order = await createOrder(rig, { payment_methods: ['card', 'open_banking'] });
    const form = await visitor().cardForm(`${order.checkout_url}/card`);
    const statuses = new Map<number, number>();
    for (let turn = 0; turn < 125; turn += 1) {
      const page = turn % 2 === 0 ? 'open-banking' : 'card';
      const { status } = await visitor(`203.0.113.${turn}`).get(`${order.checkout_url}/${page}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    // the first opens; of a hundred changes the last shows the card, which then always stands ready; no other way is shown
    expect([statuses.get(200), statuses.get(429)]).toEqual([113, 12]);
    const { body: history } = await rig.api('GET', `/orders/${order.id}/history`);
    expect(history.data.length).toBeLessThan(210);
    expect(form && (await visitor().fill(form)).status).toBe(303);
    await rig.settle();
    expect((await orderNow(order.id)).status).toBe('paid');
  });

  it('can pay with the form that was opened first: its attempt is taken up again and charged once', async () => {
    const order = await createOrder(rig, { payment_methods: ['card', 'open_banking'] });
    const form = await visitor().cardForm(`${order.checkout_url}/card`);
    await visitor().get(`${order.checkout_url}/open-banking`);
    expect(form && (await visitor().fill(form)).status).toBe(303);
    await rig.settle();
    const { status, amount_captured, attempts } = await orderNow(order.id);
    expect([status, amount_captured, attempts.length]).toEqual(['paid', 1099, 2]);
  });

  it('sees the form after a refusal that was not of that way', async () => {
    const order = await createOrder(rig, { payment_methods: ['card', 'open_banking'] });
    await visitor().get(`${order.checkout_url}/open-banking`);
    rig.sandbox.nextPayment({ outcome: 'declined' });
    await visitor().pay(`${order.checkout_url}/card`);
    expect((await visitor().get(`${order.checkout_url}/open-banking`)).html).toContain('open-banking-form');
    expect((await visitor().get(order.checkout_url)).html).toContain('How would you like to pay?');
    expect(opened()).toBe(2);
  });

  it('is never charged by an intent that Blink may have at another amount', async () => {
    const order = await createOrder(rig, { payment_methods: ['card', 'open_banking'] });
    await visitor().get(`${order.checkout_url}/card`);
    rig.sandbox.breakNext({ method: 'PATCH', path: '/intents/' }, { kind: 'reset-after' });
    await rig.api('PATCH', `/orders/${order.id}`, { amount: 2000 });
    await rig.api('PATCH', `/orders/${order.id}`, { amount: 1099 });
    await visitor().pay(`${order.checkout_url}/card`);
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });
});

describe('openings of one order', () => {
  beforeEach(() => start());

  /** Five ways to pay, opened again whenever their intents have run out. */
  async function openTwelve(url: string): Promise<void> {
    for (let count = 0; count < 12; count += 1) {
      if (count % 5 === 0 && count > 0) rig.advance(26 * MINUTE);
      await visitor(`203.0.113.${count}`).get(`${url}/${PAGES[count % 5]}`);
    }
    expect(opened()).toBe(12);
  }

  it('are twelve an hour: the next page says how long to wait, whoever asks', async () => {
    const order = await createOrder(rig, { payment_methods: FOUR_WAYS });
    await openTwelve(order.checkout_url);
    const { status, headers, html } = await visitor('203.0.113.99').get(`${order.checkout_url}/direct-debit`);
    expect([status, headers.get('retry-after')]).toEqual([429, String(8 * 60)]);
    expect(html).toContain('Please wait 8 minutes, then try again.');
    expect(opened()).toBe(12);

    rig.advance(8 * MINUTE);
    expect((await visitor().get(`${order.checkout_url}/direct-debit`)).status).toBe(200);
  });

  it('beyond the limit leave what stands ready, and every other order', async () => {
    const order = await createOrder(rig, { payment_methods: FOUR_WAYS });
    await openTwelve(order.checkout_url);
    await visitor().get(`${order.checkout_url}/direct-debit`);
    expect((await visitor().get(`${order.checkout_url}/open-banking`)).status).toBe(200);
    expect((await visitor().get(`${order.checkout_url}/card`)).status).toBe(200);
    const other = await createOrder(rig);
    expect(await visitor().cardForm(other.checkout_url)).not.toBeNull();
  });

  it('are not counted while Blink cannot be reached: whoever comes back afterwards can pay', async () => {
    const order = await createOrder(rig);
    rig.sandbox.breakNext({ ...INTENTS, times: 300 }, { kind: 'status', status: 503, body: {} });
    for (let tries = 0; tries < 15; tries += 1)
      expect((await visitor().get(order.checkout_url)).status).toBe(503);
    rig.sandbox.mend();
    await visitor().pay(order.checkout_url);
    await rig.settle();
    expect((await orderNow(order.id)).status).toBe('paid');
  });

  it('are counted also where Blink refuses each of them', async () => {
    const order = await createOrder(rig);
    rig.sandbox.breakNext({ ...INTENTS, times: 300 }, { kind: 'status', status: 201, body: {} });
    const statuses: number[] = [];
    for (let tries = 0; tries < 14; tries += 1)
      statuses.push((await visitor().get(order.checkout_url)).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(opened()).toBe(12);
  });
});

describe('openings from one address', () => {
  beforeEach(() => start({ env: { CARD_ATTEMPTS_PER_HOUR: '2' } }));

  it('are three times its card attempts an hour, over all orders, and nobody else has to wait', async () => {
    const orders = [];
    for (let count = 0; count < 7; count += 1) orders.push(await createOrder(rig));
    const statuses: number[] = [];
    for (const { checkout_url } of orders) statuses.push((await visitor().get(checkout_url)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
    for (const { checkout_url } of orders)
      expect((await visitor('192.0.2.9').get(checkout_url)).status).toBe(200);
    expect(opened()).toBe(7);
  });

  it('beyond the limit do not use up the order that they were meant for', async () => {
    for (let count = 0; count < 6; count += 1) await visitor().get((await createOrder(rig)).checkout_url);
    const order = await createOrder(rig);
    for (let count = 0; count < 20; count += 1) await visitor().get(order.checkout_url);
    expect((await visitor('192.0.2.9').get(order.checkout_url)).status).toBe(200);
  });

  it('are not counted where there is no order', async () => {
    for (let count = 0; count < 20; count += 1)
      expect((await visitor().get(`${rig.origin}/checkout/nothing-${count}/card`)).status).toBe(404);
    expect((await visitor().get((await createOrder(rig)).checkout_url)).status).toBe(200);
  });
});

describe('whoever has many orders looked at', () => {
  /** Their charges went through, and nothing of them can be read yet. */
  async function sevenUnheard(): Promise<readonly string[]> {
    rig.sandbox.breakNext(
      { ...LOOKED_UP, times: 10_000 },
      { kind: 'status', status: 400, body: { error: 'no' } },
    );
    const urls: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      const { checkout_url } = await createOrder(rig);
      await visitor(`192.0.2.${count}`).pay(checkout_url);
      urls.push(checkout_url);
    }
    await rig.settle();
    rig.sandbox.forgetCalls();
    return urls;
  }

  it('has twenty looks a minute for all of them', async () => {
    await start();
    const urls = await sevenUnheard();
    for (const url of urls) for (let press = 0; press < 10; press += 1) await visitor().post(`${url}/check`);
    expect(rig.sandbox.calls(LOOKED_UP)).toHaveLength(20);
    await visitor('198.51.100.9').post(`${urls[6]}/check`);
    expect(rig.sandbox.calls(LOOKED_UP)).toHaveLength(21);
  });

  it('leaves Blink’s limit to those who pay: after all that one visitor may do, eight others are charged', async () => {
    await start();
    const urls = await sevenUnheard();
    rig.advance(2 * MINUTE);
    rig.sandbox.set({ rateLimit: 60 });
    const mine = await createOrder(rig, { payment_methods: ['card', 'open_banking'] });
    for (let turn = 0; turn < 39; turn += 1) {
      await visitor().get(`${mine.checkout_url}/card`);
      await visitor().get(`${mine.checkout_url}/open-banking`);
    }
    for (const url of urls) for (let press = 0; press < 10; press += 1) await visitor().post(`${url}/check`);
    rig.sandbox.mend();
    for (let count = 0; count < 8; count += 1) {
      const order = await createOrder(rig);
      await visitor(`198.51.100.${count}`).pay(order.checkout_url);
      expect(await orderNow(order.id)).toMatchObject({ amount_captured: 1099 });
    }
  });
});

describe('a request for which nobody waits', () => {
  beforeEach(() => start());

  const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Test/1.0';
  it.each<[string, RequestInit]>([
    ['for the head alone', { method: 'HEAD' }],
    ['of a browser that fetches ahead', { headers: { 'sec-purpose': 'prefetch', 'user-agent': BROWSER } }],
    ['of a browser that draws ahead', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['of an older browser that fetches ahead', { headers: { purpose: 'prefetch' } }],
    ['of WhatsApp', { headers: { 'user-agent': 'WhatsApp/2.23.20.0 A' } }],
    ['of Facebook', { headers: { 'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/)' } }],
    ['of Slack', { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' } }],
    ['of Telegram', { headers: { 'user-agent': 'TelegramBot (like TwitterBot)' } }],
    ['of Teams', { headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5' } }],
    ['of a search engine', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' } }],
  ])('%s opens nothing at Blink and changes nothing', async (_who, init) => {
    const order = await createOrder(rig, { payment_methods: ['card', 'open_banking'] });
    const alone = await createOrder(rig, { amount: 2500 });
    const before = await rig.api('GET', `/orders/${order.id}/history`);
    rig.sandbox.forgetCalls();
    const pages = [order.checkout_url, `${order.checkout_url}/methods`, `${order.checkout_url}/card`];
    for (const url of [...pages, alone.checkout_url]) {
      const answer = await fetch(url, init);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      if (init.method === 'HEAD') continue;
      expect(html).toContain('Payment to Test Shop');
      expect(html).toContain(url === alone.checkout_url ? '£25.00' : '£10.99');
      expect(html).not.toContain('card-form');
    }
    expect(rig.sandbox.calls({ path: '/api/' })).toEqual([]);
    expect((await rig.api('GET', `/orders/${order.id}/history`)).body).toEqual(before.body);
  });

  it('shows what became of an order without asking Blink', async () => {
    const order = await createOrder(rig);
    await visitor().pay(order.checkout_url);
    await rig.settle();
    rig.sandbox.forgetCalls();
    expect((await fetch(order.checkout_url, { method: 'HEAD' })).status).toBe(200);
    expect(rig.sandbox.calls({ path: '/api/' })).toEqual([]);
  });

  it('writes nothing down that time has decided meanwhile', async () => {
    const order = await createOrder(rig, { expires_in: 600 });
    rig.advance(20 * MINUTE);
    await fetch(order.checkout_url, { method: 'HEAD' });
    await fetch(`${order.checkout_url}/state`, { headers: { purpose: 'prefetch' } });
    expect((await rig.api('GET', `/orders/${order.id}/history`)).body.data).toHaveLength(1);
  });

  it('is not mistaken for a shopper in the browser of a network', async () => {
    const order = await createOrder(rig);
    const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/430.0.0]';
    const answer = await fetch(order.checkout_url, { headers: { 'user-agent': agent, accept: 'text/html' } });
    expect(await answer.text()).toContain('card-form');
  });
});
