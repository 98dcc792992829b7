import type { Browser } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../support/browser';
import {
  answerChallenge,
  device,
  intentRequest,
  startClient,
  type Client,
  type Json,
} from './sandbox-client';
import { openShop } from './shop';

const TOKENS = {
  googlepay: JSON.stringify({
    signature: 's',
    intermediateSigningKey: { signedKey: 'k', signatures: ['s'] },
    protocolVersion: 'ECv2',
    signedMessage: 'm',
  }),
  applepay: JSON.stringify({ data: 'd', signature: 's', header: { transactionId: 't' }, version: 'EC_v1' }),
} as const;
type Wallet = keyof typeof TOKENS;

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const payBy = async (wallet: Wallet, more: Json = {}, intentMore: Json = {}) => {
  const { body } = await client.api('POST', '/intents', intentRequest(intentMore));
  const payment = {
    payment_intent: body['payment_intent'],
    paymentToken: TOKENS[wallet],
    resource: wallet,
    type: 1,
    customer_name: 'Ada',
    customer_email: 'ada@example.com',
    ...device,
  };
  return client.api('POST', `/${wallet}`, { ...payment, ...more });
};

describe('a wallet payment', () => {
  it.each(['googlepay', 'applepay'] as const)('by %s is captured at once', async (wallet) => {
    const { status, body } = await payBy(wallet);
    expect(status).toBe(200);
    expect(body['url']).toContain('status=captured&note=Success');
    expect(client.sandbox.control.ledger()).toMatchObject([
      { captured: 1050, paymentSource: wallet, method: wallet },
    ]);
  });

  it('takes the token in pieces, as fields of a form', async () => {
    const pieces = {
      'paymentToken[data]': 'd',
      'paymentToken[signature]': 's',
      'paymentToken[header][transactionId]': 't',
      'paymentToken[version]': 'EC_v1',
    };
    expect((await payBy('applepay', { paymentToken: undefined, ...pieces })).status).toBe(200);
    const incomplete = { ...pieces, 'paymentToken[data]': '' };
    expect((await payBy('applepay', { paymentToken: undefined, ...incomplete })).status).toBe(400);
  });

  it('by Google Pay can go to the bank, by Apple Pay it never does', async () => {
    client.sandbox.control.set({ googlePayAnswer: 'acsform' });
    const { body } = await payBy('googlepay');
    expect((await answerChallenge(client, body['acsform'], 'approve')).headers.get('location')).toContain(
      'status=captured',
    );
    expect((await payBy('applepay')).body).toHaveProperty('url');
  });

  it('is decided by its amount too', async () => {
    expect((await payBy('applepay', {}, { amount: 120 })).status).toBe(500);
    expect(client.sandbox.control.ledger()).toMatchObject([{ status: 'Declined' }]);
  });

  it('by Apple Pay takes type 2 and no device', async () => {
    expect((await payBy('applepay', { type: 2, device_timezone: '', remote_address: '' })).status).toBe(200);
  });

  it.each([
    ['googlepay', { paymentToken: JSON.parse(TOKENS.googlepay) as Json }],
    ['googlepay', { paymentToken: TOKENS.applepay }],
    ['applepay', { paymentToken: 'not json' }],
    ['applepay', { paymentToken: '' }],
    ['googlepay', { remote_address: '' }],
  ] as const)('by %s is refused for %j', async (wallet, more) => {
    expect((await payBy(wallet, more)).status).toBe(400);
    expect(client.sandbox.control.ledger()).toEqual([]);
  });
});

describe('Apple Pay domains', () => {
  const FILE = '/.well-known/apple-developer-merchantid-domain-association';

  it('are registered and listed', async () => {
    const added = await client.api('POST', '/applepay/domains', { domain_name: 'https://shop.example/' });
    expect(added).toMatchObject({ status: 200, body: { success: true } });
    expect((await client.api('GET', '/applepay/domains')).body).toEqual({ domains: ['shop.example'] });
    expect(await client.api('POST', '/applepay/domains', { domain_name: '' })).toMatchObject({
      status: 400,
      body: { success: false },
    });
    expect(
      (await client.call('POST', '/api/pay/v1/applepay/domains', { domain_name: 'https://shop.example/' }))
        .status,
    ).toBe(401);
  });

  it('on this machine have to serve the file', async () => {
    const file = String((await client.call('GET', FILE)).body['text']);
    let content = 'another';
    const shop = await openShop((_req, res) => void res.end(content));
    const register = () => client.api('POST', '/applepay/domains', { domain_name: shop.origin });
    expect(await register()).toMatchObject({ status: 400, body: { success: false } });
    content = file;
    expect((await register()).status).toBe(200);
    expect(shop.received.every(({ path }) => path === FILE)).toBe(true);
    await shop.close();
  });
});

describeInBrowser('the stand-in wallets in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    ['gpElement', 'googlepay', '#gpay-button-online-api-id'],
    ['apElement', 'applepay', 'apple-pay-button'],
  ] as const)('%s gives a token that is accepted', async (element, wallet, button) => {
    const { body } = await client.api(
      'POST',
      '/intents',
      intentRequest({ customer_name: 'Ada', customer_email: 'ada@example.com' }),
    );
    const markup = String((body['element'] as Json)[element]);
    const shop = await openShop((_req, res) =>
      res
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><title>Shop</title><form method="post" action="/pay">${markup}</form>`),
    );
    const page = await browser.newPage();
    await page.goto(shop.origin);
    await page.click(button);
    await page.getByRole('dialog').getByText('Sandbox.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.click(button);
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await page.waitForURL('**/pay');
    const posted = Object.fromEntries(
      new URLSearchParams(shop.received.find(({ path }) => path === '/pay')?.body),
    );
    const paid = await client.api('POST', `/${wallet}`, posted);
    expect(paid.body).toHaveProperty('url');
    await page.close();
    await shop.close();
  });
});
