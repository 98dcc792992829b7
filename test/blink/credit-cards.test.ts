import { bankRulesFor } from '../../src/blink/wire/bank-address';
import { createBlink } from '../../src/blink/create-blink';
import { BlinkNotAsked } from '../../src/blink/errors';
import type { Script } from './scripted-server';
import { json, reset, silence, text } from './scripted-server';
import type { Setting } from './setting';
import { ACSFORM, API_KEY, BROWSER, CARD_TOKEN, failureOf, KeptLog, PAYMENT, RETURN_URL } from './setting';
import { SECRET_KEY, startSetting, StillClock, TRANSACTION_ID } from './setting';

const ROUTE = 'POST /creditcards';

describe('a card payment', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting()));
  afterEach(() => setting.server.stop());

  const pay = (changes: object = {}): Promise<unknown> =>
    setting.blink.creditCards.pay({ ...PAYMENT, ...changes });

  it('sends what Blink documents for a shopper at a browser', async () => {
    setting.server.on(ROUTE, json(200, { acsform: ACSFORM }));
    await pay({
      payer: { name: 'Ann Bee', email: 'ann@example.com', address: '1 High St', postcode: 'AB1 2CD' },
    });
    expect(JSON.parse(setting.server.requests(ROUTE)[0]!.body)).toEqual({
      payment_intent: 'pi_reference',
      paymentToken: CARD_TOKEN,
      type: 1,
      resource: 'creditcards',
      transaction_unique: 'w4WcUbYZKTH7',
      customer_name: 'Ann Bee',
      customer_email: 'ann@example.com',
      customer_address: '1 High St',
      customer_postcode: 'AB1 2CD',
      merchant_data: '{"order":"ord_1","nonce":"n0nce"}',
      device_timezone: '-60',
      device_capabilities: 'javascript',
      device_accept_language: 'en-GB',
      device_screen_resolution: '1920x1080x24',
      remote_address: '203.0.113.7',
    });
  });

  it('goes with the shopper’s own headers, of which the encodings only as far as we can read them', async () => {
    setting.server.on(ROUTE, json(200, { acsform: ACSFORM }));
    await pay();
    expect(setting.server.requests(ROUTE)[0]!.headers).toMatchObject({
      'user-agent': BROWSER.userAgent,
      accept: BROWSER.accept,
      'accept-language': BROWSER.acceptLanguage,
      'accept-encoding': 'gzip, deflate, br',
      'accept-charset': '',
      'content-type': 'application/json',
    });
  });

  it('lets no shopper’s header become another header', async () => {
    setting.server.on(ROUTE, json(200, { acsform: ACSFORM }));
    const userAgent = `Evil\r\nX-Injected: 1\r\n\r\nGET /${'z'.repeat(5_000)} ✓`;
    await pay({ browser: { ...BROWSER, userAgent, accept: 'text/html\u0000\u00e9' } });
    const { headers } = setting.server.requests(ROUTE)[0]!;
    expect(headers).not.toHaveProperty('x-injected');
    expect(headers['user-agent']).toMatch(/^EvilX-Injected: 1GET \/z+$/);
    expect(headers['user-agent']!.length).toBeLessThanOrEqual(1_024);
    expect(headers.accept).toBe('text/html');
    expect(headers.authorization).toMatch(/^Bearer /);
  });

  it('passes the bank’s challenge on', async () => {
    setting.server.on(ROUTE, json(200, { acsform: ACSFORM }));
    expect(await pay()).toEqual({
      kind: 'challenge',
      form: {
        action: 'https://acs.3ds-pit.com/',
        fields: [
          { name: 'creq', value: 'eyJ0aHJlZURTIjoxfQ' },
          { name: 'threeDSPageSessions[0aa1][bfreq]', value: 'x' },
        ],
      },
    });
  });

  it('believes an address only when it is the intent’s own', async () => {
    const url = `${RETURN_URL}?transaction_id=${TRANSACTION_ID}&status=captured&note=Success`;
    setting.server.on(ROUTE, json(200, { url }));
    expect(await pay()).toEqual({
      kind: 'named',
      transactionId: TRANSACTION_ID,
      status: 'captured',
      note: 'Success',
    });
    expect(await pay({ returnUrl: 'https://shop.example/return/ord_2' })).toEqual({
      kind: 'unknown',
      cause: 'foreign_url',
    });
  });

  it('reads a decline that comes as a 500', async () => {
    setting.server.on(ROUTE, json(500, { error: 'Failed', error_response: 'Card declined by issuer' }));
    expect(await pay()).toEqual({ kind: 'declined', reason: 'Card declined by issuer', transactionId: null });
  });

  it.each<[string, Script, string]>([
    ['a connection lost before a word', reset, 'connection_lost'],
    [
      'a connection lost half-way',
      (res) => void (res.writeHead(200, { 'Content-Length': 99 }), res.write('{"url"'), res.socket?.end()),
      'connection_lost',
    ],
    ['an endless answer', text(200, 'x'.repeat(1_000_001)), 'too_large'],
    ['a page', text(200, '<html>'), 'not_json'],
    ['JSON that ends early', text(200, '{"url":"https://shop'), 'not_json'],
    ['a 500 that says nothing of the payment', json(500, { message: 'Server Error' }), 'status_500'],
    ['a 503 page', text(503, '<html>'), 'status_503'],
    ['a conflict', json(409, { error: 'Conflict' }), 'status_409'],
    ['a redirect', text(302, '', { Location: RETURN_URL }), 'status_302'],
    [
      'a challenge that cannot be read',
      json(200, { acsform: '<form><script>1</script></form>' }),
      'unreadable_acsform',
    ],
  ])('is sent once and unknown after %s', async (_, script, cause) => {
    setting.server.on(ROUTE, script);
    expect(await pay()).toEqual({ kind: 'unknown', cause });
    expect(setting.server.count(ROUTE)).toBe(1);
  });

  it.each<[string, Script, string]>([
    ['too many calls', json(429, { message: 'Too Many Attempts.' }, { 'Retry-After': '1' }), 'status_429'],
    ['a token that is over', json(401, { error: 'Access Token expired' }), 'status_401'],
  ])('is sent once, and turned away, after %s', async (_, script, cause) => {
    setting.server.on(ROUTE, script);
    expect(await pay()).toEqual({ kind: 'turned_away', cause });
    expect(setting.server.count(ROUTE)).toBe(1);
  });

  it('is sent once and unknown when no answer comes in time', async () => {
    const hasty = await startSetting({ deadlines: { chargeMs: 50 } });
    hasty.server.on(ROUTE, silence);
    expect(await hasty.blink.creditCards.pay(PAYMENT)).toEqual({ kind: 'unknown', cause: 'timeout' });
    await hasty.server.stop();
  });

  it('is sent on a connection of its own', async () => {
    setting.server.on(ROUTE, json(200, { acsform: ACSFORM }));
    await pay();
    await pay();
    const sockets = [...setting.server.requests('POST /tokens'), ...setting.server.requests(ROUTE)].map(
      ({ socket }) => socket,
    );
    expect(new Set(sockets).size).toBe(3);
  });

  it('is not sent, for certain, when nobody listens', async () => {
    setting.server.on(ROUTE, json(200, {}));
    await pay();
    await setting.server.stop();
    const failure = await failureOf(pay());
    expect(failure).toBeInstanceOf(BlinkNotAsked);
    expect(failure.message).toBe('POST creditcards was not sent to Blink: no connection');
    setting = await startSetting();
  });

  it('sends a shopper to a bank on this machine only when Blink is on it too, and we were told so', async () => {
    const acsform = ACSFORM.replace('https://acs.3ds-pit.com/', 'http://127.0.0.1:9/acs');
    setting.server.on(ROUTE, json(200, { acsform }));
    expect(await pay()).toEqual({ kind: 'unknown', cause: 'unreadable_acsform' });
    const { server, clock, log } = setting;
    const blink = createBlink({
      apiUrl: server.origin,
      apiKey: API_KEY,
      secretKey: SECRET_KEY,
      clock,
      log,
      insecureBanks: true,
    });
    expect(await blink.creditCards.pay(PAYMENT)).toMatchObject({ kind: 'challenge' });
  });
});

describe('banks on this machine', () => {
  it.each([
    ['http://127.0.0.1:3001', true, true],
    ['http://localhost:3001', true, true],
    ['http://localhost:3001', undefined, false],
    ['https://secure.blinkpayment.co.uk', true, false],
    ['https://localhost.example.com', true, false],
  ])('with Blink at %s, wished for: %p, allowed: %p', (origin, wanted, loopbackBanks) => {
    expect(bankRulesFor(new URL(origin), wanted)).toEqual({ loopbackBanks });
  });
});

describe('createBlink', () => {
  const options = { apiKey: API_KEY, secretKey: SECRET_KEY, clock: new StillClock(), log: new KeptLog() };

  it.each([
    'http://secure.blinkpayment.co.uk',
    'ftp://127.0.0.1',
    'http://127.0.0.1.example.com',
    'nonsense',
  ])('does not send keys to %s', (apiUrl) => expect(() => createBlink({ ...options, apiUrl })).toThrow());

  it.each(['https://secure.blinkpayment.co.uk', 'http://localhost:3001', 'http://[::1]:3001/'])(
    'takes %s',
    (apiUrl) => expect(() => createBlink({ ...options, apiUrl })).not.toThrow(),
  );
});
