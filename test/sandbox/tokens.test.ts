import { createHmac } from 'node:crypto';
import { startClient, tokenRequest, type Client } from './sandbox-client';
import { startSandbox } from '../../src/sandbox/start-sandbox';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const claimsIn = (token: unknown) =>
  JSON.parse(Buffer.from(String(token).split('.')[1]!, 'base64url').toString()) as object;

describe('tokens', () => {
  it('are issued with 201, for half an hour, and hold the secret key as Blink’s do', async () => {
    const { status, body } = await client.call(
      'POST',
      '/api/pay/v1/tokens',
      tokenRequest({ enable_moto_payments: true }),
    );
    expect(status).toBe(201);
    const { access_token, expired_on, ...rest } = body;
    expect(rest).toEqual({
      payment_types: ['credit-card', 'direct-debit', 'open-banking'],
      currencies: ['GBP'],
      payment_api_status: true,
      send_blink_receipt: false,
      enable_moto_payments: true,
      address_postcode_required: false,
    });
    const exp = Date.parse(String(expired_on)) / 1_000;
    expect(claimsIn(access_token)).toEqual({ merchant_id: 20417, secret_key: 'sandbox-secret-key', exp });
    expect(Math.abs(exp - 1_800 - client.sandbox.control.clock.now().getTime() / 1_000)).toBeLessThan(5);
  });

  it('and every other answer bear the date of the sandbox’s own clock', async () => {
    client.sandbox.control.clock.advance(400 * 86_400_000);
    const token = await client.call('POST', '/api/pay/v1/tokens', tokenRequest());
    const exp = Date.parse(String(token.body['expired_on']));
    for (const { headers } of [token, await client.call('GET', '/nothing')]) {
      expect(Math.abs(exp - 30 * 60_000 - Date.parse(headers.get('date') ?? ''))).toBeLessThan(5_000);
    }
  });

  it.each([
    [{ api_key: '' }, 400, 'Api key is required'],
    [{ secret_key: undefined }, 400, 'Secret key is required'],
    [{ api_key: 'another' }, 401, 'Unauthorised request'],
    [{ secret_key: 'another' }, 401, 'Unauthorised request'],
  ])('are refused for %j', async (more, status, error) => {
    const answer = await client.call('POST', '/api/pay/v1/tokens', tokenRequest(more));
    expect(answer).toMatchObject({ status, body: { error } });
  });

  it('are issued for a urlencoded and for a multipart body too', async () => {
    const fields = tokenRequest({ address_postcode_required: '1' }) as Record<string, string>;
    const multipart = new FormData();
    for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
    for (const body of [new URLSearchParams(fields), multipart]) {
      const response = await fetch(`${client.origin}/api/pay/v1/tokens`, { method: 'POST', body });
      expect(response.status).toBe(201);
      expect(await response.json()).toMatchObject({ address_postcode_required: true });
    }
  });
});

describe('a bearer', () => {
  const get = (authorization: string) =>
    client.call('GET', '/api/pay/v1/intents/1', undefined, { authorization });

  it.each(['', 'Bearer', 'Bearer nonsense', 'Basic abc', 'Bearer a.b.c'])(
    'of %j is unauthorised',
    async (bearer) => {
      expect(await get(bearer)).toMatchObject({ status: 401, body: { error: 'Unauthorised request' } });
    },
  );

  it('signed with another key is unauthorised', async () => {
    const token = String(
      (await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).body['access_token'],
    );
    const content = token.split('.').slice(0, 2).join('.');
    const forged = `${content}.${createHmac('sha256', 'guess').update(content).digest('base64url')}`;
    expect(await get(`Bearer ${forged}`)).toMatchObject({
      status: 401,
      body: { error: 'Unauthorised request' },
    });
  });

  it('is told apart when it is only too old', async () => {
    const token = String(
      (await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).body['access_token'],
    );
    client.sandbox.control.clock.advance(29 * 60_000);
    expect((await get(`Bearer ${token}`)).status).toBe(404);
    client.sandbox.control.clock.advance(60_000);
    expect(await get(`Bearer ${token}`)).toMatchObject({
      status: 401,
      body: { error: 'Access Token expired' },
    });
  });

  it('is wrong once all tokens were revoked', async () => {
    const token = String(
      (await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).body['access_token'],
    );
    client.sandbox.control.revokeTokens();
    expect(await get(`Bearer ${token}`)).toMatchObject({
      status: 401,
      body: { error: 'Unauthorised request' },
    });
  });
});

describe('the rate limit', () => {
  it('is on every answer', async () => {
    const { headers } = await client.call('GET', '/api/pay/v1/nowhere');
    expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['60', '59']);
  });

  it('answers 429 with Retry-After until the minute is over', async () => {
    client.sandbox.control.clock.advance(61_000);
    client.sandbox.control.set({ rateLimit: 2 });
    const statuses = [];
    for (let call = 0; call < 3; call += 1)
      statuses.push((await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).status);
    expect(statuses).toEqual([201, 201, 429]);
    const { headers } = await client.call('POST', '/api/pay/v1/tokens', tokenRequest());
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    client.sandbox.control.clock.advance(60_000);
    expect((await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).status).toBe(201);
  });
});

describe('the sandbox', () => {
  it('does not start with a key that looks real', async () => {
    await expect(startSandbox({ apiKey: '0123456789abcdef'.repeat(4) })).rejects.toThrow('the API key');
    await expect(startSandbox({ secretKey: '0123456789abcdef'.repeat(4) })).rejects.toThrow('the secret key');
  });

  it('answers JSON it cannot read with 400 and does not repeat it', async () => {
    const { status, body } = await client.call('POST', '/api/pay/v1/tokens', '{"api_key": 4543059999999990');
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain('4543059999999990');
  });
});
