import { firstIdAt } from '../../src/sandbox/ids';
import { intentRequest, startClient, tokenRequest, type Client, type Json } from './sandbox-client';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const create = (more: Json = {}) => client.api('POST', '/intents', intentRequest(more));
const elementIn = (body: Json, name: string) => String((body['element'] as Json)[name]);

describe('a new intent', () => {
  it('has all of Blink’s keys and no status', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual([
      'id', 'payment_intent', 'transaction_type', 'expiry_date', 'amount', 'currency', 'payment_type', 'return_url',
      'notification_url', 'card_layout', 'element', 'merchant_id', 'transaction_unique',
    ]); // prettier-ignore
    expect(body['payment_intent']).toMatch(/^pi_[\w-]{107}$/);
    expect(body['transaction_unique']).toMatch(/^[A-Za-z0-9]{12}$/);
    expect(body).toMatchObject({
      amount: 10.5,
      card_layout: 'basic',
      merchant_id: 233508,
      transaction_type: 'SALE',
    });
  });

  it('echoes an amount the way it was sent, and gives a number later', async () => {
    const { body } = await create({ amount: '1.1' });
    expect(body['amount']).toBe('1.1');
    expect((await client.api('GET', `/intents/${String(body['id'])}`)).body['amount']).toBe(1.1);
  });

  it('expires with its token, not half an hour later', async () => {
    const { body: token } = await client.call('POST', '/api/pay/v1/tokens', tokenRequest());
    client.sandbox.control.clock.advance(10 * 60_000);
    const authorization = `Bearer ${String(token['access_token'])}`;
    const { body } = await client.call('POST', '/api/pay/v1/intents', intentRequest(), { authorization });
    expect(body['expiry_date']).toBe(token['expired_on']);
  });

  it.each([
    [{ amount: undefined }, 'Amount is required'],
    [{ amount: 0.99 }, 'Amount is required'],
    [{ amount: '10.505' }, 'Amount is required'],
    [{ amount: -5 }, 'Amount is required'],
    [{ payment_type: 'direct-debit', amount: 1 }, 'Amount is required'],
    [{ payment_type: 'open-banking', amount: 0 }, 'Amount is required'],
    [{ return_url: undefined }, 'Return url is required'],
    [{ notification_url: 'javascript:alert(1)' }, 'Notification url is required'],
    [{ payment_type: undefined }, 'Payment type is required'],
    [{ currency: undefined }, 'Currency is required'],
    [{ currency: 'EUR' }, 'Currency is invalid'],
    [{ transaction_type: 'GIFT' }, 'Transaction type is invalid'],
    [{ delay_capture_days: 31 }, 'Delay capture days must be between 1 and 30'],
    [
      { transaction_type: 'PREAUTH', delay_capture_days: 3 },
      'Delay capture days is only allowed for SALE and CREDIT',
    ],
  ])('is refused for %j', async (more, error) => {
    expect(await create(more)).toMatchObject({ status: 400, body: { error } });
  });

  it.each([
    [{ payment_type: 'direct-debit', amount: 1.01 }],
    [{ payment_type: 'open-banking', amount: 0.01 }],
    [{ transaction_type: 'VERIFY', amount: undefined }],
    [{ transaction_type: undefined }],
  ])('is made for %j', async (more) => {
    expect((await create(more)).status).toBe(201);
  });
});

describe('an existing intent', () => {
  it('is found by its number only', async () => {
    const { body } = await create();
    expect((await client.api('GET', `/intents/${String(body['id'])}`)).body).toMatchObject({
      status: 'active',
    });
    expect(await client.api('GET', `/intents/${String(body['payment_intent'])}`)).toMatchObject({
      status: 404,
    });
    expect(await client.api('GET', '/intents/999999')).toMatchObject({
      status: 404,
      body: { error: 'Invalid request' },
    });
  });

  it('can be changed while it is active, by a form too', async () => {
    const { body } = await create({ customer_name: 'Ada' });
    const changed = await client.api(
      'PATCH',
      `/intents/${String(body['id'])}`,
      'amount=12.00&card_layout=multi-line',
      {
        'content-type': 'application/x-www-form-urlencoded',
      },
    );
    expect(changed).toMatchObject({
      status: 200,
      body: { amount: 12, card_layout: 'multi-line', status: 'active' },
    });
    expect(changed.body['expiry_date']).toBe(body['expiry_date']);
    expect(elementIn(changed.body, 'ccElement')).toContain('/assets/images/cards/34/VC.png');
  });

  it('cannot be changed to an amount that is too small, nor when it has expired', async () => {
    const { body } = await create();
    const path = `/intents/${String(body['id'])}`;
    expect(await client.api('PATCH', path, { amount: 0.5 })).toMatchObject({ status: 400 });
    const { body: token } = await client.call('POST', '/api/pay/v1/tokens', tokenRequest());
    client.sandbox.control.clock.advance(1_799_000);
    const authorization = `Bearer ${String(token['access_token'])}`;
    client.sandbox.control.revokeTokens();
    expect((await client.call('PATCH', `/api/pay/v1${path}`, {}, { authorization })).status).toBe(401);
    client.sandbox.control.clock.advance(1_000);
    const fresh = String(
      (await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).body['access_token'],
    );
    const late = await client.call(
      'PATCH',
      `/api/pay/v1${path}`,
      { amount: 5 },
      { authorization: `Bearer ${fresh}` },
    );
    expect(late).toMatchObject({ status: 401, body: { error: 'Payment Intent has expired' } });
  });
});

describe('elements', () => {
  it('hold the three card inputs without a name, and everything the shop’s server gets', async () => {
    const { body } = await create({ customer_name: 'Ada "Countess" <b>' });
    const markup = elementIn(body, 'ccElement');
    const names = [...markup.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name);
    expect(names).toEqual([
      'merchantID', 'payment_intent', 'resource', 'transaction_unique', 'customer_name', 'customer_email',
      'device_timezone', 'device_capabilities', 'device_accept_language', 'device_screen_resolution', 'remote_address', 'type',
    ]); // prettier-ignore
    expect([...markup.matchAll(/type="hostedfield:(\w+)"/g)].map(([, type]) => type)).toEqual([
      'cardNumber',
      'cardExpiryDate',
      'cardCVV',
    ]);
    expect(markup).toContain('value="Ada &quot;Countess&quot; &lt;b&gt;"');
  });

  it('depend on what the token was asked for', async () => {
    const plain = (await create()).body;
    expect(Object.keys(plain['element'] as Json)).toEqual([
      'ccElement',
      'ddElement',
      'obElement',
      'gpElement',
      'apElement',
    ]);
    expect(elementIn(plain, 'ccElement')).not.toContain('customer_postcode');

    const { body: token } = await client.call(
      'POST',
      '/api/pay/v1/tokens',
      tokenRequest({ enable_moto_payments: true, address_postcode_required: true }),
    );
    const authorization = `Bearer ${String(token['access_token'])}`;
    const rich = (await client.call('POST', '/api/pay/v1/intents', intentRequest(), { authorization })).body;
    expect(elementIn(rich, 'ccMotoElement')).toContain('name="type" value="2"');
    expect(elementIn(rich, 'ccMotoElement')).not.toContain('device_timezone');
    expect(elementIn(rich, 'ccElement')).toContain('id="cc_customer_postcode"');
  });

  it('leave direct debit out when the account has none', async () => {
    client.sandbox.control.set({ directDebitEnabled: false });
    expect((await create()).body['element']).not.toHaveProperty('ddElement');
  });
});

describe('the numbers of a sandbox', () => {
  it('never start again at the same one, so that a database that was kept meets none of them twice', () => {
    const start = new Date('2026-11-30T10:00:00Z');
    const aMinuteLater = new Date('2026-11-30T10:01:00Z');
    expect(firstIdAt(start)).toBeGreaterThan(0);
    expect(firstIdAt(aMinuteLater)).toBeGreaterThanOrEqual(firstIdAt(start) + 6_000);
  });
});
