import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';
import { paths } from '../src/kernel/paths';
import { createCapabilities } from '../src/payments/capabilities';
import { SANDBOX_KEYS } from '../src/sandbox/start-sandbox';
import { Child, TOP } from './child';
import type { Asked } from './load';

const APP_SECRET = randomBytes(32).toString('base64url');
/** The API counts requests for each key: a bench needs more than a shop. */
const API_KEYS = Array.from({ length: 100 }, () => randomBytes(24).toString('base64url'));
const capabilities = createCapabilities([APP_SECRET]);

export interface World {
  readonly blink: Child;
  /** The product as it is deployed: built, with production's settings, its log in a file. */
  startProduct(database?: string): Promise<Child>;
  stop(child: Child): Promise<void>;
}

export async function startWorld(log: string): Promise<World> {
  const blink = await Child.start(serverFile('blink.ts'), await freePort(), {});
  return {
    blink,
    startProduct: async (database) => {
      const port = await freePort();
      const env = { ...settings(port, blink), ...(database !== undefined && { DATABASE_URL: database }) };
      return Child.start(path.join(TOP, 'dist', 'bin', 'server.js'), port, env, log);
    },
    stop: (child) => child.stop(),
  };
}

export function settings(port: number, blink: Child): Record<string, string> {
  return {
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    BLINK_API_URL: blink.origin,
    BLINK_GATEWAY_URL: blink.origin,
    BLINK_API_KEY: SANDBOX_KEYS.apiKey,
    BLINK_SECRET_KEY: SANDBOX_KEYS.secretKey,
    APP_SECRET,
    MERCHANT_API_KEYS: API_KEYS.join(),
  };
}

export function serverFile(name: string): string {
  return path.join(__dirname, 'servers', name);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}

/** Ready to be paid: its page has been opened, so that it needs no call to Blink any more. */
export interface Payable {
  readonly id: string;
  readonly token: string;
  readonly attemptId: string;
}

const made = z.object({ id: z.string(), checkout_url: z.string() });
const read = z.object({ attempts: z.tuple([z.object({ id: z.string() })]) });

export async function makePayable(product: Child): Promise<Payable> {
  const [create] = newOrders(1);
  const { id, checkout_url } = made.parse(await json(product, create));
  const page = await fetch(checkout_url.replace(/^http:\/\/[^/]+/, product.origin));
  if (!page.ok) throw new Error(`The page of an order answered ${page.status}`);
  await page.arrayBuffer();
  const { attempts } = read.parse(
    await json(product, { method: 'GET', path: paths.apiOrder({ orderId: id }) }),
  );
  return { id, token: new URL(checkout_url).pathname.split('/').at(-1) ?? '', attemptId: attempts[0].id };
}

export async function makePayables(product: Child, count: number): Promise<readonly Payable[]> {
  const all: Payable[] = [];
  const one = async (): Promise<void> => {
    while (all.length < count) all.push(await makePayable(product));
  };
  await Promise.all(Array.from({ length: 8 }, one));
  return all;
}

export async function json(product: Child, asked: Asked | undefined): Promise<unknown> {
  if (!asked) throw new Error('Nothing to ask');
  const headers = { authorization: `Bearer ${nextKey()}`, ...asked.headers };
  const answer = await fetch(product.origin + asked.path, {
    method: asked.method,
    headers,
    ...(asked.body !== undefined && { body: asked.body }),
  });
  if (!answer.ok) throw new Error(`${asked.path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

export function newOrders(count: number): readonly Asked[] {
  return Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    path: paths.apiOrders.pattern,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${nextKey()}` },
    body: JSON.stringify({
      reference: `BENCH-${index}`,
      amount: 1099,
      currency: 'GBP',
      description: 'Two tickets',
      customer: {
        name: 'Ada Lovelace',
        email: 'ada@example.com',
        address: '12 St James Square',
        postcode: 'SW1Y 4LB',
      },
      payment_methods: ['card'],
      metadata: { basket: '123456' },
    }),
  }));
}

/** As Blink sends them, about transactions that it knows. */
export function notifications(about: readonly Pick<Payable, 'id' | 'attemptId'>[]): readonly Asked[] {
  return about.map(({ id: orderId, attemptId }, index) => ({
    method: 'POST',
    path: paths.notification({
      orderId,
      attemptId,
      capability: capabilities.grant('notification', orderId, attemptId),
    }),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      transaction_id: `BENCH${index}`,
      status: 'Captured',
      note: 'Payment successful',
      event_type: 'payment',
      merchant_data: { nonce: 'nobodys' },
    }),
  }));
}

export function pages(of: readonly Pick<Payable, 'token'>[]): readonly Asked[] {
  return of.map(({ token }) => ({ method: 'GET', path: paths.checkout({ token }) }));
}

let turn = 0;
function nextKey(): string {
  turn += 1;
  return API_KEYS[turn % API_KEYS.length] ?? '';
}
