import { once } from 'node:events';
import { connect } from 'node:net';
import { intentRequest, pay, startClient, tokenRequest, type Client } from './sandbox-client';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const control = () => client.sandbox.control;
const newToken = () => client.call('POST', '/api/pay/v1/tokens', tokenRequest());

describe('a broken call', () => {
  it('is one call, and only one that fits', async () => {
    control().breakNext(
      { method: 'POST', path: 'intents' },
      { kind: 'status', status: 503, body: { error: 'down' } },
    );
    expect((await newToken()).status).toBe(201);
    expect(await client.api('POST', '/intents', intentRequest())).toMatchObject({
      status: 503,
      body: { error: 'down' },
    });
    expect((await client.api('POST', '/intents', intentRequest())).status).toBe(201);
  });

  it('can be several calls, by a pattern, until they are mended', async () => {
    control().breakNext(
      { path: /tokens$/, times: 3 },
      { kind: 'status', status: 429, headers: { 'Retry-After': '7' } },
    );
    expect((await newToken()).headers.get('retry-after')).toBe('7');
    expect(control().faults()).toEqual(['any method /tokens$/: status, 2 left']);
    expect((await newToken()).status).toBe(429);
    control().mend();
    expect((await newToken()).status).toBe(201);
  });

  it('can be a page of HTML', async () => {
    control().breakNext({}, { kind: 'html' });
    const { status, headers, body } = await newToken();
    expect([status, headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(body['text']).toContain('<h1>');
  });

  it('can be any text with any header', async () => {
    control().breakNext(
      {},
      { kind: 'status', status: 200, body: 'not json', headers: { 'Content-Type': 'application/json' } },
    );
    expect(await newToken()).toMatchObject({ status: 200, body: { text: 'not json' } });
  });

  it('can end in the middle of the JSON', async () => {
    control().breakNext({}, { kind: 'truncated' });
    const { status, body } = await newToken();
    expect(status).toBe(201);
    expect(body['text']).toMatch(/^\{"access_token":"[^}]+$/);
  });

  it('can have values of other types, also by a function', async () => {
    control().breakNext({}, { kind: 'wrong-types' });
    expect((await newToken()).body).toMatchObject({
      access_token: expect.any(Number) as number,
      currencies: { item0: 3 },
    });
    control().breakNext({}, { kind: 'wrong-types', garble: () => [null] });
    expect((await newToken()).body).toEqual([null]);
  });

  it('can be cut before anything is done', async () => {
    control().breakNext({ path: 'creditcards' }, { kind: 'reset-before' });
    await expect(pay(client)).rejects.toThrow('fetch failed');
    expect(control().ledger()).toEqual([]);
  });

  it('can be cut when the money has been taken', async () => {
    control().breakNext({ path: 'creditcards' }, { kind: 'reset-after' });
    await expect(pay(client)).rejects.toThrow('fetch failed');
    expect(control().ledger()).toMatchObject([{ status: 'Captured', captured: 1050 }]);
  });

  it('can be slow after its work, and slow before it', async () => {
    control().breakNext({ path: 'creditcards' }, { kind: 'slow', ms: 30 });
    control().breakNext({ path: 'creditcards' }, { kind: 'slow', ms: 30, work: 'last' });
    const before = Date.now();
    expect((await pay(client)).status).toBe(200);
    expect((await pay(client)).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(58);
  });

  it('can arrive in drips', async () => {
    control().breakNext({}, { kind: 'drip', everyMs: 1, bytes: 50 });
    expect((await newToken()).body).toHaveProperty('access_token');
  });

  it.each([
    ['not-done', 0],
    ['done', 1],
  ] as const)(
    'can stay without an answer, with the work %s, until the sandbox is closed',
    async (work, payments) => {
      control().breakNext({ path: 'creditcards' }, { kind: 'timeout', work });
      const unanswered = pay(client).then(
        () => 'answered',
        () => 'cut',
      );
      while (control().calls({ path: 'creditcards' }).length === 0) await new Promise(setImmediate);
      await client.call('GET', '/api/pay/v1/nowhere'); // the work, if there is any, has been done by now
      expect(control().ledger()).toHaveLength(payments);
      await client.close();
      expect(await unanswered).toBe('cut');
      client = await startClient();
    },
  );

  it('does not outlive a client that gives up', async () => {
    control().breakNext({}, { kind: 'timeout' });
    const socket = connect(Number(new URL(client.origin).port), '127.0.0.1');
    socket.write('GET /api/pay/v1/nowhere HTTP/1.1\r\nhost: x\r\n\r\n');
    while (control().calls().length === 0) await new Promise(setImmediate);
    socket.destroy();
    await once(socket, 'close');
    expect(control().calls()).toMatchObject([{ status: null }]);
  });
});

describe('the calls', () => {
  it('are counted by method and path, broken ones too', async () => {
    control().breakNext({}, { kind: 'reset-before' });
    await expect(newToken()).rejects.toThrow();
    await newToken();
    await client.call('GET', '/sandbox');
    expect(control().callCounts()).toEqual({ 'POST /api/pay/v1/tokens': 2 });
    expect(control().calls({ method: 'post', path: 'tokens' })).toMatchObject([
      { status: null },
      { status: 201 },
    ]);
    control().forgetCalls();
    expect(control().calls()).toEqual([]);
  });
});
