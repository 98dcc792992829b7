import path from 'node:path';
import { Client } from 'pg';
import { startShop, status, type ShopServer } from '../merchant-events/shop-server';
import { ChildServer } from '../support/child-server';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';
import { API_KEY, APP_SECRET } from '../support/rig';
import { until } from '../support/until';

const SERVER = path.join(__dirname, '../../src/bin/server.ts');
const NOBODY = 'http://127.0.0.1:1'; // a Blink that is never asked

describeOnPostgres('a process that is killed', () => {
  let place: TestDatabase;
  let shop: ShopServer;
  const children: ChildServer[] = [];
  beforeEach(async () => {
    place = await createDatabase();
    shop = await startShop();
  });
  afterEach(async () => {
    for (const child of children) child.kill();
    await Promise.all(children.splice(0).map((child) => child.exit));
    await shop.stop();
    await place.drop();
  });

  function start(): ChildServer {
    const child = new ChildServer(SERVER, {
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://127.0.0.1:3000',
      BLINK_API_URL: NOBODY,
      BLINK_GATEWAY_URL: NOBODY,
      BLINK_API_KEY: 'key',
      BLINK_SECRET_KEY: 'secret',
      APP_SECRET,
      MERCHANT_API_KEYS: API_KEY,
      DATABASE_URL: place.url,
      MERCHANT_WEBHOOK_URL: shop.url,
      MERCHANT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    });
    children.push(child);
    return child;
  }

  async function post(origin: string, address: string, body: object = {}): Promise<{ readonly id: string }> {
    const response = await fetch(`${origin}/api/v1${address}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as { readonly id: string };
  }

  /** The log says so a moment before it is kept. */
  async function untilPutOff(): Promise<void> {
    const client = new Client({ connectionString: place.url });
    await client.connect();
    const puttingOff = async () =>
      (await client.query('SELECT FROM outbox WHERE failures > 0')).rowCount ?? 0;
    await until(async () => (await puttingOff()) > 0, 'a delivery that is put off');
    await client.end();
  }

  it('leaves what it could not deliver to the next one', async () => {
    shop.answer(status(500));
    const first = start();
    const origin = await first.origin();
    const { id } = await post(origin, '/orders', { reference: 'K-1', amount: 1099, currency: 'GBP' });
    await post(origin, `/orders/${id}/cancel`);
    await untilPutOff();
    first.kill();
    await first.exit;

    shop.answer(status(204));
    const second = start();
    await second.said('an event was delivered');
    expect(shop.heard).toHaveLength(2);
    expect(shop.heard[1]?.event).toMatchObject({ type: 'order.cancelled', order_id: id });
    expect(shop.heard[1]?.body).toBe(shop.heard[0]?.body);
  });
});
