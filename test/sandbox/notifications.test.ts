import {
  answerChallenge,
  cardPayment,
  intentRequest,
  pay,
  startClient,
  type Client,
  type Json,
} from './sandbox-client';
import { openShop, type Shop } from './shop';

let client: Client;
let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  client = await startClient();
});
afterEach(async () => {
  await client.close();
  await shop.close();
});

const notify = (path = '/n') => ({ notification_url: `${shop.origin}${path}` });
const bodies = () => shop.received.map(({ body }) => JSON.parse(body) as Json);
const control = () => client.sandbox.control;

describe('a notification', () => {
  it('tells the shop in JSON that a payment was captured', async () => {
    await pay(client, notify('/n/secret'));
    await control().notifications.idle();
    expect(shop.received).toMatchObject([{ path: '/n/secret', contentType: 'application/json' }]);
    expect(bodies()).toEqual([
      {
        transaction_id: control().ledger()[0]!.id,
        status: 'Captured',
        note: 'Status changes to Captured',
        message: 'Payment Successful',
        merchant_data: '{"order_id":"1 a"}',
        reference: 'order-1',
        event_type: 'transaction',
      },
    ]);
    expect(control().notifications.list()).toMatchObject([{ attempts: [{ status: 200, error: null }] }]);
  });

  it('follows every later change, in order', async () => {
    await pay(client, notify());
    control().settle();
    await control().notifications.idle();
    expect(bodies().map(({ status }) => status)).toEqual(['Captured', 'Accepted']);
  });

  it('is not sent before the shopper has been to the bank', async () => {
    const { body: intent } = await client.api('POST', '/intents', intentRequest(notify()));
    const started = await client.api('POST', '/creditcards', await cardPayment(client, intent));
    await control().notifications.idle();
    expect(shop.received).toEqual([]);
    await answerChallenge(client, started.body['acsform'], 'refuse');
    await control().notifications.idle();
    expect(bodies()).toMatchObject([{ status: 'Declined', message: '3DS DECLINED' }]);
  });

  it.each([
    ['string', '{"order_id":"1 a"}'],
    ['object', { order_id: '1 a' }],
    ['encoded-once', '%7B%22order_id%22%3A%221+a%22%7D'],
    ['encoded-twice', '%257B%2522order_id%2522%253A%25221%2Ba%2522%257D'],
    ['missing', undefined],
  ] as const)('carries merchant_data as %s', async (merchantData, expected) => {
    control().set({ notifications: { merchantData } });
    await pay(client, notify());
    await control().notifications.idle();
    expect(bodies()[0]!['merchant_data']).toEqual(expected);
  });

  it('can be a form, and without its event_type', async () => {
    control().set({ notifications: { format: 'form', eventType: 'missing' } });
    await pay(client, notify());
    await control().notifications.idle();
    expect(shop.received[0]!.contentType).toBe('application/x-www-form-urlencoded');
    const fields = Object.fromEntries(new URLSearchParams(shop.received[0]!.body));
    expect(fields).toMatchObject({ status: 'Captured', merchant_data: '{"order_id":"1 a"}' });
    expect(fields).not.toHaveProperty('event_type');
  });

  it('can come twice', async () => {
    control().set({ notifications: { copies: 2 } });
    await pay(client, notify());
    await control().notifications.idle();
    expect(bodies()).toHaveLength(2);
    expect(bodies()[0]).toEqual(bodies()[1]);
  });

  it('can be withheld, delivered by hand and repeated', async () => {
    control().notifications.withhold(true);
    await pay(client, notify());
    await control().notifications.idle();
    expect(shop.received).toEqual([]);
    const [pending] = control().notifications.pending();
    await control().notifications.deliver(pending!.id);
    await control().notifications.repeat(pending!.id);
    expect(bodies()).toHaveLength(2);
    expect(control().notifications.pending()).toEqual([]);
  });

  it('can arrive out of order', async () => {
    control().notifications.reorder(true);
    await pay(client, notify());
    control().settle();
    await control().notifications.idle();
    expect(bodies().map(({ status }) => status)).toEqual(['Accepted', 'Captured']);
  });

  it('can all be delivered in reverse', async () => {
    control().notifications.withhold(true);
    await pay(client, notify());
    control().settle();
    await control().notifications.deliverPending('reversed');
    expect(bodies().map(({ status }) => status)).toEqual(['Accepted', 'Captured']);
  });

  it('can be there before the answer to the payment', async () => {
    control().set({ notifications: { beforeRedirect: true } });
    await pay(client, notify());
    expect(bodies()).toHaveLength(1);
  });

  it('can be forged', async () => {
    await control().notifications.forge({
      to: `${shop.origin}/forged`,
      body: 'a=1',
      contentType: 'text/plain',
    });
    expect(shop.received).toEqual([{ path: '/forged', contentType: 'text/plain', body: 'a=1' }]);
  });

  it('never leaves this machine', async () => {
    for (const to of [
      'https://shop.example/n',
      'http://10.0.0.1/n',
      'http://127.0.0.1.shop.example/',
      'file:///etc/passwd',
    ]) {
      const attempt = await control().notifications.forge({ to, body: '{}' });
      expect(attempt).toMatchObject({ status: null, error: 'The sandbox sends to loopback addresses only' });
    }
  });

  it('keeps what the shop answered, and that it did not answer', async () => {
    const broken = await openShop((req, res) =>
      req.url === '/cut'
        ? req.socket.destroy()
        : void res.writeHead(302, { location: 'https://shop.example/' }).end(),
    );
    await control().notifications.forge({ to: `${broken.origin}/moved`, body: '{}' });
    await control().notifications.forge({ to: `${broken.origin}/cut`, body: '{}' });
    await broken.close();
    const [moved, cut] = control().notifications.list();
    expect(moved!.attempts).toMatchObject([{ status: 302 }]);
    expect(cut!.attempts).toMatchObject([{ status: null, error: expect.any(String) as string }]);
  });
});
