import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express from 'express';
import { jsonBody } from '../../src/web/bodies';
import { LIMITS, limitedServer } from '../../src/web/server-limits';
import { MOST_UNANSWERED } from '../../src/web/unanswered-requests';
import { edgeApp } from '../support/edge-app';
import { EDGE_OPTIONS } from '../support/edge-options';
import { until } from '../support/until';

/** The product's limits, twenty times as strict, so that nobody waits for them. */
const QUICK = {
  ...LIMITS,
  headersTimeout: LIMITS.headersTimeout / 20,
  requestTimeout: LIMITS.requestTimeout / 20,
  connectionsCheckingInterval: LIMITS.connectionsCheckingInterval / 20,
};

let server: Server;
const sockets: Socket[] = [];
/** The addresses of the requests that have reached the app. */
const asked: string[] = [];

beforeAll(async () => {
  const { app } = edgeApp((routes) => {
    routes.get('/', (req, res) => void res.json({ headers: Object.keys(req.headers).length }));
    routes.get('/held', () => undefined); // answered never
    routes.post(
      '/api/v1/orders',
      jsonBody(),
      (req, res) => void res.json({ late: req.get('x-late') ?? null }),
    );
  });
  const counted = express().use((req, _res, next) => {
    asked.push(req.url);
    next();
  }, app);
  server = limitedServer(counted, EDGE_OPTIONS, QUICK);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
});

const POST = 'POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

function open(): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

/** What comes back until the server closes the connection. */
async function answerTo(sent: string): Promise<string> {
  const socket = open();
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.write(sent);
  await once(socket, 'close');
  return received;
}

describe('what Node refuses by itself', () => {
  it.each([
    ['something that is not HTTP', 'hello\r\n\r\n', 400],
    [
      'a request that can be read in two ways',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('carries our headers, too: %s', async (_, sent, status) => {
    const answer = await answerTo(sent);
    expect(answer.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/content-security-policy: default-src 'none'/);
    expect(answer).toMatch(/x-content-type-options: nosniff/);
    expect(answer).toMatch(/strict-transport-security: max-age=/);
    expect(answer).toMatch(/connection: close/);
  });
});

describe('a connection that takes its time', () => {
  it.each([
    ['sends no end of its headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
    ['sends no end of its body', `${POST}Content-Length: 50\r\n\r\n{`],
    ['sends no end of its chunks', `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
  ])('is told and cut off when it %s', async (_, sent) => {
    expect(await answerTo(sent)).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  it('is cut off when it drips', async () => {
    const socket = open();
    socket.resume();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const dripping = setInterval(() => socket.write('X: x\r\n'), 20);
    await once(socket, 'close');
    clearInterval(dripping);
    expect(socket.bytesRead).toBeGreaterThan(0);
  });

  it('has 5 seconds for its headers and 10 for everything, looked at each second', () => {
    const { app } = edgeApp(() => undefined);
    const real = limitedServer(app, EDGE_OPTIONS);
    expect(real).toMatchObject({ headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 65_000 });
    expect(LIMITS.connectionsCheckingInterval).toBe(1_000);
    expect(real).toMatchObject({ timeout: 120_000, maxHeadersCount: 0, maxRequestsPerSocket: 100_000 });
  });
});

describe('a good connection', () => {
  it('is served, request after request', async () => {
    const socket = open();
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(received.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });
});

describe('the headers of a request', () => {
  const requestWith = (headers: number, { start = 'GET / HTTP/1.1', extra = '' } = {}): string => {
    const own = ['Host: x', 'Connection: close', ...(extra === '' ? [] : [extra])];
    const others = Array.from({ length: headers - own.length }, (_, index) => `x-${index}: 1`);
    return `${[start, ...others, ...own].join('\r\n')}\r\n\r\n`;
  };

  it('may be a hundred', async () => {
    expect(await answerTo(requestWith(100))).toContain('{"headers":100}');
  });

  it.each([101, 300, 2_000])('are not %i: nothing is done', async (count) => {
    const answer = await answerTo(requestWith(count, { start: 'GET /api/v1/orders HTTP/1.1' }));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/"code":"too_many_headers"/);
    expect(answer).toMatch(/connection: close/i);
  });

  it('are counted as they came: those that are joined, that come twice and that are empty, too', async () => {
    const repeated = (line: string) =>
      `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${line.repeat(99)}\r\n`;
    for (const line of [
      'Accept: a\r\n',
      'Cookie: a=1\r\n',
      'Set-Cookie: a\r\n',
      'User-Agent: a\r\n',
      'a:\r\n',
    ])
      expect(await answerTo(repeated(line))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['its length is the 101st', 'Content-Length: 16'],
    ['that it comes in chunks is the 101st', 'Transfer-Encoding: chunked'],
  ])('never leave a request without its body: not where %s', async (_, extra) => {
    const start = 'POST /api/v1/orders HTTP/1.1\r\nContent-Type: application/json';
    const answer = await answerTo(`${requestWith(100, { start, extra })}{"amount": 1000}`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('are refused whatever is asked for, also with an expectation', async () => {
    for (const path of ['/static/page.css', '/nothing', '/readyz'])
      expect(await answerTo(requestWith(101, { start: `GET ${path} HTTP/1.1` }))).toMatch(/^HTTP\/1\.1 431 /);
    const expecting = requestWith(101, { start: 'POST /api/v1/orders HTTP/1.1', extra: 'Expect: nothing' });
    expect(await answerTo(expecting)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('are those before the body: what follows it is no header', async () => {
    const trailer = 'X-Late: 1\r\n';
    const chunked = `${POST}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`;
    expect(await answerTo(`${chunked}${trailer}\r\n`)).toContain('{"late":null}');
    expect(await answerTo(`${chunked}${trailer.repeat(5_000)}\r\n`)).not.toContain('{"late"');
  });
});

describe('requests that come before earlier ones are answered', () => {
  const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

  it.each(['/held', '/', '/nothing', '/static/page.css'])(
    'reach the app up to 16 for each connection, then the connection ends: %s',
    async (path) => {
      const socket = open();
      socket.resume();
      const before = asked.length;
      socket.write(GET(path).repeat(1_000)); // in one packet
      await once(socket, 'close');
      expect(asked.length - before).toBeLessThanOrEqual(MOST_UNANSWERED);
      expect(asked.length - before).toBeGreaterThan(0);
    },
  );

  it('with an expectation that is not ours to meet count as well', async () => {
    const socket = open();
    socket.resume();
    const before = asked.length;
    socket.write('GET /held HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\n\r\n'.repeat(1_000));
    await once(socket, 'close');
    expect(asked.length - before).toBe(MOST_UNANSWERED);
  });

  it('count when they come in many packets, too', async () => {
    const socket = open();
    socket.setNoDelay(true).resume();
    const before = asked.length;
    const closed = once(socket, 'close');
    for (let sent = 0; sent < MOST_UNANSWERED; sent++) {
      socket.write(GET('/held'));
      await until(() => asked.length - before === sent + 1, 'the requests to reach the app');
    }
    socket.write(GET('/held'));
    await closed;
    expect(asked.length - before).toBe(MOST_UNANSWERED);
  });

  it('are answered in their order as long as they are few, for as long as the connection lives', async () => {
    const socket = open();
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    for (let round = 1; round <= 5; round++) {
      socket.write(GET('/').repeat(MOST_UNANSWERED));
      await until(
        () => (received.match(/HTTP\/1\.1 200 OK/g) ?? []).length === round * MOST_UNANSWERED,
        'the answers',
      );
    }
    expect(socket.destroyed).toBe(false);
  });

  it('take nothing from other connections', async () => {
    const busy = open();
    const before = asked.length;
    busy.write(GET('/held').repeat(MOST_UNANSWERED));
    await until(() => asked.length - before === MOST_UNANSWERED, 'the requests to reach the app');
    expect(await answerTo('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('200 OK');
  });
});
