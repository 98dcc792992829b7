import { gzipSync } from 'node:zlib';
import net from 'node:net';
import type { ObservedCall } from '../../src/blink/transport/call-observer';
import { createTransport } from '../../src/blink/transport/transport';
import type { Script } from './scripted-server';
import { json, reset, ScriptedServer, silence, text } from './scripted-server';
import { KeptLog } from './setting';
import type { Request } from '../../src/blink/transport/exchange';

const REQUEST: Request = {
  what: 'GET transactions/{id}',
  method: 'GET',
  path: 'transactions/BL-SECRETISH',
  headers: { Authorization: 'Bearer canary-bearer' },
  body: null,
  deadlineMs: 5_000,
};
const ROUTE = 'GET /transactions/BL-SECRETISH';

describe('the transport', () => {
  let server: ScriptedServer;
  let log: KeptLog;
  beforeEach(async () => {
    server = await ScriptedServer.start();
    log = new KeptLog();
  });
  afterEach(() => server.stop());

  const send = (script: Script, changes: Partial<Request> = {}): Promise<unknown> => {
    server.on(ROUTE, script);
    return createTransport(`${server.origin}/api/pay/v1`, log).send({ ...REQUEST, ...changes });
  };

  it('gives status, text and the headers that matter', async () => {
    const headers = { 'Retry-After': '2', 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '59' };
    const date = { Date: 'Wed, 01 Jul 2026 12:00:00 GMT' };
    expect(await send(text(418, 'tea', { ...headers, ...date }))).toEqual({
      kind: 'reply',
      status: 418,
      text: 'tea',
      retryAfter: '2',
      rateLimit: '60',
      rateLeft: '59',
      date: new Date('2026-07-01T12:00:00Z'),
    });
  });

  it('leaves JSON, and what claims to be it, as text', async () => {
    expect(await send(json(200, { a: 1 }))).toMatchObject({ text: '{"a":1}' });
    expect(await send(text(200, '{"a":', { 'Content-Type': 'application/json' }))).toMatchObject({
      text: '{"a":',
    });
  });

  it.each<[string, Script]>([
    ['2xx', json(201, {})],
    ['3xx', text(302, '', { Location: 'https://elsewhere.example/' })],
    ['4xx', json(422, {})],
    ['rate_limited', json(429, {})],
    ['5xx', json(503, {})],
    ['timeout', silence],
    ['connection_lost', reset],
  ])('tells who counts of every call, once: %s', async (outcome, script) => {
    const calls: ObservedCall[] = [];
    server.on(ROUTE, script);
    await createTransport(`${server.origin}/api/pay/v1`, log, (call) => calls.push(call)).send({
      ...REQUEST,
      deadlineMs: outcome === 'timeout' ? 50 : 5_000,
    });
    expect(calls).toEqual([{ resource: 'GET transactions/{id}', outcome, ms: expect.any(Number) }]);
  });

  it('cuts an answer that drips at the deadline', async () => {
    const drip: Script = (res) => {
      const timer = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(timer));
    };
    expect(await send(drip, { deadlineMs: 200 })).toEqual({ kind: 'timeout' });
  });

  it('cuts one that never comes', async () => {
    expect(await send(silence, { deadlineMs: 50 })).toEqual({ kind: 'timeout' });
  });

  it.each<[string, Script]>([
    ['before a word', reset],
    [
      'after the headers',
      (res) => void (res.writeHead(200), res.write('{'), setImmediate(() => res.socket?.resetAndDestroy())),
    ],
    [
      'before the promised end',
      (res) => void (res.writeHead(200, { 'Content-Length': 99 }), res.write('{}'), res.socket?.end()),
    ],
    ['with something that is no HTTP', (res) => void res.socket?.end('SSH-2.0-OpenSSH\r\n\r\n')],
    ['with a body that is not what its encoding says', text(200, 'no gzip', { 'Content-Encoding': 'gzip' })],
  ])('says that the connection was lost %s', async (_, script) => {
    expect(await send(script)).toEqual({ kind: 'connection_lost' });
  });

  it.each<[string, Script]>([
    ['an endless page', text(200, 'x'.repeat(1_000_001))],
    [
      'a bomb of 50 MB in gzip',
      (res) => res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000))),
    ],
  ])('does not swallow %s', async (_, script) => {
    expect(await send(script)).toEqual({ kind: 'too_large' });
  });

  it('reads an answer that is compressed honestly', async () => {
    const script: Script = (res) =>
      res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    expect(await send(script)).toMatchObject({ text: '{"a":1}' });
  });

  it('follows no redirect', async () => {
    expect(await send(text(302, '', { Location: `${server.origin}/other` }))).toMatchObject({ status: 302 });
    expect(server.seen).toHaveLength(1);
  });

  it('knows when nothing was sent', async () => {
    const unused = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => unused.once('listening', resolve));
    const { port } = unused.address() as net.AddressInfo;
    await new Promise((resolve) => unused.close(resolve));
    const transport = createTransport(`http://127.0.0.1:${port}`, log);
    expect(await transport.send(REQUEST)).toEqual({ kind: 'not_connected' });
    expect(await createTransport(`http://localhost:${port}`, log).send(REQUEST)).toEqual({
      kind: 'not_connected',
    });
  });

  it('knows when the host has no address (a label too long for any is not even looked up)', async () => {
    const transport = createTransport(`http://${'a'.repeat(64)}.invalid`, log);
    expect(await transport.send(REQUEST)).toEqual({ kind: 'not_connected' });
  });

  it('ignores a proxy of the environment, which would see the bearer', async () => {
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    try {
      expect(await send(json(200, {}))).toMatchObject({ status: 200 });
    } finally {
      if (before === undefined) delete process.env['http_proxy'];
      else process.env['http_proxy'] = before;
    }
  });

  it('keeps a connection for the next call, except for calls that want their own', async () => {
    server.on(ROUTE, json(200, {}));
    const transport = createTransport(`${server.origin}/api/pay/v1`, log);
    await transport.send(REQUEST);
    await transport.send(REQUEST);
    await transport.send({ ...REQUEST, ownConnection: true });
    await transport.send({ ...REQUEST, ownConnection: true });
    const sockets = server.seen.map(({ socket }) => socket);
    expect(sockets[1]).toBe(sockets[0]);
    expect(new Set(sockets).size).toBe(3);
  });

  it('leaves one line for each call: what, status, milliseconds', async () => {
    await send(json(201, {}));
    await send(reset);
    expect(log.lines).toEqual([
      {
        level: 'info',
        data: { resource: 'GET transactions/{id}', status: 201, ms: expect.any(Number) as number },
        message: 'Blink answered',
      },
      {
        level: 'warn',
        data: {
          resource: 'GET transactions/{id}',
          failure: 'connection_lost',
          ms: expect.any(Number) as number,
        },
        message: 'Blink did not answer',
      },
    ]);
  });
});
