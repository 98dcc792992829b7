import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ChildServer, halfAsked } from '../support/child-server';
import { valueOf } from '../support/metrics';
import { until } from '../support/until';

const SERVER = path.join(__dirname, '..', '..', 'src', 'bin', 'server.ts');
const ENV = {
  HOST: '127.0.0.1',
  PORT: '0',
  PUBLIC_URL: 'http://localhost:3000',
  BLINK_API_URL: 'http://127.0.0.1:9',
  BLINK_API_KEY: 'blink-api-key',
  BLINK_SECRET_KEY: 'canary-blink-secret',
  APP_SECRET: 'canary-app-secret-0123456789-0123456789',
  MERCHANT_API_KEYS: 'canary-api-key-0123456789-0123456789',
};

const started: ChildServer[] = [];

function start(env: Readonly<Record<string, string>>, cwd?: string): ChildServer {
  const server = new ChildServer(SERVER, env, cwd);
  started.push(server);
  return server;
}

afterEach(async () => {
  for (const server of started.splice(0)) {
    server.kill();
    await server.exit;
  }
});

describe('the server', () => {
  it('serves the whole product and ends well', async () => {
    const server = start(ENV);
    const origin = await server.origin();
    const ready = await fetch(`${origin}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ ready: true, store: 'memory', warning: expect.any(String) });
    expect((await fetch(`${origin}/checkout/nobody`, { headers: { accept: 'text/html' } })).status).toBe(404);
    expect((await fetch(`${origin}/api/v1/orders/ord_1`)).status).toBe(401);
    server.signal('SIGTERM');
    expect(await server.exit).toBe(0);
    expect(server.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        msg: 'orders are kept in memory: a restart loses all of them',
      }),
    );
    expect(JSON.stringify(server.lines) + server.stderr).not.toContain('canary');
  });

  it('reads .env, which the environment overrules', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'server-'));
    const { HOST, PORT, ...rest } = ENV;
    const file = Object.entries({ ...rest, PORT: '1' }).map(([name, value]) => `${name}=${value}`);
    writeFileSync(path.join(folder, '.env'), file.join('\n'));
    const server = start({ HOST, PORT }, folder);
    expect((await server.said('listening'))['port']).toBeGreaterThan(1);
    expect(server.lines.every(({ msg }) => typeof msg === 'string')).toBe(true);
  });

  it('asks Blink once after the start, and neither starts nor ends later for one that never answers', async () => {
    const asked: (string | undefined)[] = [];
    const blink = createServer((req) => void asked.push(req.url)).listen(0, '127.0.0.1');
    await once(blink, 'listening');
    const { port } = blink.address() as AddressInfo;
    const server = start({ ...ENV, BLINK_API_URL: `http://127.0.0.1:${port}` });
    const origin = await server.origin();
    await until(() => asked.length > 0, 'the question');
    const ready = await fetch(`${origin}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ ready: true, blink: { state: 'not_asked' } });
    expect(asked).toEqual(['/api/pay/v1/tokens']);
    server.signal('SIGTERM');
    expect(await server.exit).toBe(0);
    blink.closeAllConnections();
    blink.close();
  });

  it('names what .env cuts at a #, unless the environment overrules it, and no value', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'server-'));
    const lines = [
      'BRAND_COLOUR=#0b5fff',
      'MERCHANT_NAME=canary#1',
      'BRAND_LOGO_URL="https://cdn.shop.example/canary#logo"',
    ];
    writeFileSync(path.join(folder, '.env'), lines.join('\n'));
    const server = start({ ...ENV, MERCHANT_NAME: "'canary'" }, folder);
    await server.said('listening');
    expect(server.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        msg: 'a value in .env ends at a #: put the whole of it in quotes',
        variables: ['BRAND_COLOUR'],
      }),
    );
    expect(server.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        msg: 'a value begins and ends with a quote: the quotes are part of it',
        variables: ['MERCHANT_NAME'],
      }),
    );
    expect(JSON.stringify(server.lines) + server.stderr).not.toContain('canary');
  });

  it('does not start with a configuration it cannot use: it lists all that is wrong, and no value', async () => {
    const server = start({
      ...ENV,
      PUBLIC_URL: 'http://canary.example',
      APP_SECRET: 'canary',
      BLINK_API_KEY: '',
    });
    expect(await server.exit).toBe(1);
    expect(server.lines).toEqual([]);
    expect(server.stderr.trim().split('\n')).toEqual([
      'The configuration cannot be used:',
      '  PUBLIC_URL must begin with https:// (http:// is for localhost only)',
      '  BLINK_API_KEY is missing',
      '  APP_SECRET entry 1 must have at least 32 characters',
    ]);
  });

  it('serves metrics on a port of their own, nowhere else, and until it has stopped', async () => {
    const server = start({ ...ENV, METRICS_PORT: '0' });
    const origin = await server.origin();
    const { port, host } = await server.said('metrics are served');
    expect(host).toBe('127.0.0.1');
    const metrics = `http://127.0.0.1:${String(port)}`;
    const page = await fetch(`${metrics}/metrics`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await page.text();
    expect(valueOf(text, 'checkout_ready')).toBe(1);
    expect(text).not.toContain('canary');
    for (const address of [`${metrics}/`, `${metrics}/metrics/x`, `${metrics}/readyz`, `${origin}/metrics`])
      expect([address, (await fetch(address)).status]).toEqual([address, 404]);
    expect((await fetch(`${metrics}/metrics`, { method: 'POST' })).status).toBe(404);

    const unfinished = await halfAsked(origin);
    server.signal('SIGTERM');
    await server.said('stopping');
    expect(valueOf(await (await fetch(`${metrics}/metrics`)).text(), 'checkout_ready')).toBe(0);
    unfinished.write('\r\n');
    expect(await server.exit).toBe(0);
  });

  it('serves no metrics unless it is told to', async () => {
    const server = start(ENV);
    await server.said('listening');
    expect(server.lines.map(({ msg }) => msg)).not.toContain('metrics are served');
  });

  it('does not start without the port for its metrics', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = start({ ...ENV, METRICS_PORT: String(port) });
    expect(await server.exit).toBe(1);
    expect(server.lines.at(-1)).toMatchObject({
      msg: 'the server could not start',
      err: { code: 'EADDRINUSE' },
    });
    expect(server.lines.map(({ msg }) => msg)).not.toContain('listening');
    other.close();
    await once(other, 'close');
  });

  it('says why it could not start', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = start({ ...ENV, PORT: String(port) });
    expect(await server.exit).toBe(1);
    expect(server.lines).toContainEqual(
      expect.objectContaining({
        level: 'fatal',
        msg: 'the server could not start',
        err: expect.objectContaining({ code: 'EADDRINUSE' }),
      }),
    );
    other.close();
    await once(other, 'close');
  });
});
