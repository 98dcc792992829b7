import type { RequestListener } from 'node:http';
import { API_KEY } from '../support/rig';
import { listen, startShop, Visitor, type RunningShop } from './shop-rig';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

const ORDER = {
  id: 'ord_1',
  reference: 'LH-1',
  status: 'open',
  needs_review: null,
  amount: 1099,
  currency: 'GBP',
};

describe('the demo shop when the checkout fails it', () => {
  let checkout: Awaited<ReturnType<typeof listen>>;
  let shop: RunningShop;
  let visitor: Visitor;
  let asked: Asked[];
  let answer: (order: object, ...more: Parameters<RequestListener>) => void;

  const json: typeof answer = (order, _req, res) =>
    void res.setHeader('content-type', 'application/json').end(JSON.stringify(order));
  const status =
    (code: number, body = '{"code":"invalid_input","detail":"secret detail"}'): typeof answer =>
    (_order, _req, res) =>
      void res.writeHead(code, { 'content-type': 'application/problem+json' }).end(body);

  beforeEach(async () => {
    asked = [];
    answer = json;
    checkout = await listen((req, res) => {
      let body = '';
      req.on('data', (part: Buffer) => (body += part.toString()));
      req.on('end', () => {
        asked.push({
          method: req.method,
          url: req.url,
          headers: req.headers,
          body: body ? JSON.parse(body) : null,
        });
        answer({ ...ORDER, checkout_url: `${checkout.origin}/checkout/token` }, req, res);
      });
    });
    shop = await startShop(checkout.origin);
    visitor = new Visitor(shop.origin);
    await visitor.open('/');
    await visitor.press(/Harbour mug/);
  });
  afterEach(async () => {
    await shop.stop();
    await checkout.stop();
  });

  const created = () => asked.filter(({ method }) => method === 'POST');

  it('asks for an order with its key, its own addresses and an idempotency key', async () => {
    const { location } = await visitor.press('Go to checkout');
    expect(location).toBe(`${checkout.origin}/checkout/token`);
    expect(created()).toHaveLength(1);
    expect(created()[0]).toMatchObject({
      url: '/api/v1/orders',
      headers: {
        authorization: `Bearer ${API_KEY}`,
        'idempotency-key': expect.stringMatching(/^[\w-]{36,}$/),
      },
      body: {
        amount: 1099,
        currency: 'GBP',
        description: 'Harbour mug',
        success_url: `${shop.origin}/thanks`,
        cancel_url: `${shop.origin}/basket`,
      },
    });
  });

  it.each<[string, typeof answer]>([
    ['an error of its own', status(500)],
    ['too many requests', status(429)],
    ['a page that is no JSON', (_order, _req, res) => void res.end('<html>gateway</html>')],
    ['an order without an address to pay at', (_order, _req, res) => void res.end('{"id":"ord_1"}')],
    ['a status that nobody knows', (order, req, res) => json({ ...order, status: 'approved' }, req, res)],
    ['a lost connection', (_order, req) => void req.socket.destroy()],
    ['a redirect', (_order, _req, res) => void res.writeHead(302, { location: '/elsewhere' }).end()],
  ])('keeps the basket and tries again under the same key after %s', async (_what, failure) => {
    answer = failure;
    const failed = await visitor.press('Go to checkout');
    expect(failed.status).toBe(503);
    expect(failed.text).toContain('nothing is ordered twice');

    answer = json;
    await visitor.open('/basket');
    expect((await visitor.press('Go to checkout')).location).toBe(`${checkout.origin}/checkout/token`);
    const keys = created().map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(created()[1]?.body).toEqual(created()[0]?.body);
  });

  it('says that the checkout did not take the order, and logs the code but not the detail', async () => {
    answer = status(422);
    const refused = await visitor.press('Go to checkout');
    expect([refused.status, refused.text.includes('did not take this order')]).toEqual([502, true]);
    expect(JSON.stringify(shop.logged)).toContain('422 invalid_input');
    expect(JSON.stringify(shop.logged)).not.toContain('secret detail');
    expect(JSON.stringify(shop.logged)).not.toContain(API_KEY);
  });

  it('asks under one key when the button is pressed twice, and under another when the basket has changed', async () => {
    await visitor.pressTwice('Go to checkout');
    await visitor.press(/^\+$/);
    await visitor.press('Go to checkout');
    const [first, second, third] = created().map(({ headers }) => headers['idempotency-key']);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it.each(['cancelled', 'expired'])(
    'asks for another order when the one of this basket is %s',
    async (ended) => {
      answer = (order, req, res) =>
        json({ ...order, status: created().length === 1 ? ended : 'open' }, req, res);
      expect((await visitor.press('Go to checkout')).status).toBe(303);
      const [first, second] = created();
      expect(created()).toHaveLength(2);
      expect(second?.headers['idempotency-key']).not.toBe(first?.headers['idempotency-key']);
      expect(second?.body).not.toEqual(first?.body); // the reference counts up, too
    },
  );

  it('gives up when every order it asks for is over at once', async () => {
    answer = (order, req, res) => json({ ...order, status: 'cancelled' }, req, res);
    await visitor.press('Go to checkout');
    expect(created()).toHaveLength(21);
  });

  it('sends nobody to an address outside of the checkout', async () => {
    answer = (order, req, res) =>
      json({ ...order, checkout_url: 'https://evil.example/checkout/token' }, req, res);
    const refused = await visitor.press('Go to checkout');
    expect([refused.status, refused.location]).toEqual([503, null]);
  });

  it('lists orders whose state is not known right now', async () => {
    await visitor.press('Go to checkout');
    answer = status(503);
    const { status: code, text } = await visitor.open('/orders');
    expect([code, text.includes('Not known right now')]).toEqual([200, true]);
  });

  it.each([
    ['paid', 'wrong_amount', 'We are looking at your payment'],
    ['processing', 'outcome_unknown', 'We are looking at your payment'],
    ['authorised', null, 'your payment is reserved'],
    ['cancelled', null, 'This order was cancelled'],
    ['expired', null, 'This order has expired'],
    ['refunded', 'paid_twice', 'Your payment was given back'],
    ['partially_refunded', null, 'Part of your payment was given back'],
    ['reversed', null, 'nothing is shipped'],
  ])('says of an order that is %s (to review: %s): %s', async (state, review, sentence) => {
    await visitor.press('Go to checkout');
    answer = (order, req, res) => json({ ...order, status: state, needs_review: review }, req, res);
    expect((await visitor.open('/thanks?order_id=ord_1')).text).toContain(sentence);
    expect(asked.at(-1)?.url).toBe('/api/v1/orders/ord_1?refresh=true');
  });
});
