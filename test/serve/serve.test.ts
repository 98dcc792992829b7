import { once } from 'node:events';
import path from 'node:path';
import { ChildServer, halfAsked } from '../support/child-server';

const PROCESS = path.join(__dirname, 'serving-process.ts');
const started: ChildServer[] = [];

function start(env: Readonly<Record<string, string>> = {}): ChildServer {
  const server = new ChildServer(PROCESS, env);
  started.push(server);
  return server;
}

afterEach(async () => {
  for (const server of started.splice(0)) {
    server.kill();
    await server.exit;
  }
});

const sentences = (server: ChildServer) =>
  server.lines.map(({ msg }) => msg).filter((msg) => msg !== 'request');

function isRefused(origin: string): Promise<boolean> {
  return fetch(`${origin}/healthz`).then(
    () => false,
    () => true,
  );
}

describe('a server that starts', () => {
  it('says that no proxy is counted although its address is https, which somebody in front must speak', async () => {
    const server = start({ TRUSTED_PROXIES: '0' });
    await server.said(
      'TRUST_PROXY is 0 although PUBLIC_URL is https: all shoppers look like the one address of the proxy in front',
    );
  });

  it('says nothing of it where one is counted', async () => {
    const server = start({ TRUSTED_PROXIES: '1' });
    await server.said('listening');
    server.signal('SIGTERM');
    await server.exit;
    expect(sentences(server).join()).not.toContain('TRUST_PROXY');
  });
});

describe('a server that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by %s leaves with 0 and says so', async (signal) => {
    const server = start();
    await server.said('listening');
    server.signal(signal);
    expect(await server.exit).toBe(0);
    expect(sentences(server)).toEqual([
      'work begins',
      'listening',
      'orders are kept in memory: a restart loses all of them',
      'stopping',
      'draining',
      'letting go',
      'stopped',
    ]);
    expect(server.stderr).toBe('');
  });

  it('does not wait for connections that only stand by', async () => {
    const server = start();
    const origin = await server.origin();
    await fetch(`${origin}/healthz`); // kept alive by fetch
    server.signal('SIGTERM');
    expect(await server.exit).toBe(0);
  });

  it('finishes the request it is answering, and takes no other', async () => {
    const server = start();
    const origin = await server.origin();
    const slow = fetch(`${origin}/slow`);
    await server.said('slow request has begun');
    server.signal('SIGTERM');
    await server.said('stopping');
    expect(await isRefused(origin)).toBe(true);
    server.tell('finish request');
    const answer = await slow;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ whole: true });
    expect(await server.exit).toBe(0);
  });

  it('says that it is not ready to whoever can still ask', async () => {
    const server = start();
    const socket = await halfAsked(await server.origin());
    const slow = fetch(`${await server.origin()}/slow`);
    await server.said('slow request has begun');
    server.signal('SIGTERM');
    await server.said('stopping');
    socket.write('\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 /);
    server.tell('finish request');
    await slow;
    expect(await server.exit).toBe(0);
  });

  it('finishes a charge that outlives its request', async () => {
    const server = start();
    await fetch(`${await server.origin()}/charge`, { method: 'POST' });
    server.signal('SIGTERM');
    await server.said('draining');
    expect(sentences(server)).not.toContain('charge recorded');
    server.tell('finish charge');
    expect(await server.exit).toBe(0);
    expect(sentences(server).slice(-3)).toEqual(['charge recorded', 'letting go', 'stopped']);
  });

  it('is not hurried by being told again', async () => {
    const server = start();
    await fetch(`${await server.origin()}/charge`, { method: 'POST' });
    server.signal('SIGTERM');
    await server.said('draining');
    server.signal('SIGTERM');
    server.signal('SIGINT');
    await server.said('already stopping');
    server.tell('finish charge');
    expect(await server.exit).toBe(0);
    expect(sentences(server)).toContain('charge recorded');
    expect(sentences(server).filter((sentence) => sentence === 'draining')).toHaveLength(1);
  });

  it('leaves with 1 when work does not end in time', async () => {
    const server = start({ GRACE_MS: '50' });
    await fetch(`${await server.origin()}/charge`, { method: 'POST' });
    server.signal('SIGTERM');
    expect(await server.exit).toBe(1);
    expect(sentences(server).at(-1)).toBe('stopped before everything had come to its end');
  });
});

describe('a failure that nobody handled', () => {
  it.each([
    ['a rejection', '/rejects', 'unhandledRejection'],
    ['an exception', '/throws', 'uncaughtException'],
  ])('is logged and ends the process with 1, after its work: %s', async (_, route, kind) => {
    const server = start();
    const origin = await server.origin();
    await fetch(`${origin}/charge`, { method: 'POST' });
    await fetch(origin + route);
    const said = await server.said('a failure that nobody handled: stopping');
    expect(said).toMatchObject({ level: 'fatal', kind, err: { class: 'Error' } });
    await server.said('draining');
    server.tell('finish charge');
    expect(await server.exit).toBe(1);
    expect(sentences(server)).toContain('charge recorded');
    expect(JSON.stringify(server.lines) + server.stderr).not.toContain('canary');
  });
});
