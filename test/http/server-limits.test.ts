import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { LIMITS, limitedServer } from '../../src/http/server-limits';
import { jsonBody } from '../../src/http/bodies';
import { edgeApp } from '../support/edge-app';
import { EDGE_OPTIONS } from '../support/edge-options';

/** The product's limits, twenty times as strict, so that nobody waits for them. */
const QUICK = {
  ...LIMITS,
  headersTimeout: LIMITS.headersTimeout / 20,
  requestTimeout: LIMITS.requestTimeout / 20,
  connectionsCheckingInterval: LIMITS.connectionsCheckingInterval / 20,
};

let server: Server;
const sockets: Socket[] = [];

beforeAll(async () => {
  const { app } = edgeApp((routes) => {
    routes.get('/', (req, res) => void res.json({ headers: Object.keys(req.headers).length }));
    routes.post('/api/v1/orders', jsonBody(), (_req, res) => void res.json({}));
  });
  server = limitedServer(app, EDGE_OPTIONS, QUICK);
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
    expect(real).toMatchObject({ timeout: 120_000, maxHeadersCount: 100, maxRequestsPerSocket: 100_000 });
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

  const answerToOneWith = (headers: number): Promise<string> => {
    const others = Array.from({ length: headers - 2 }, (_, index) => `x-${index}: 1\r\n`).join('');
    return answerTo(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${others}\r\n`);
  };

  it('may have a hundred headers', async () => {
    expect(await answerToOneWith(100)).toContain('{"headers":100}');
  });

  it('is refused with more, or what is beyond is not looked at: that differs between releases of Node', async () => {
    expect(await answerToOneWith(300)).toMatch(/^HTTP\/1\.1 431 |\{"headers":100\}/);
  });
});
