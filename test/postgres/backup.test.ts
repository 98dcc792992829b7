import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '../../src/server/app';
import { SECOND } from '../../src/kernel/clock';
import { createDependencies } from '../../src/server/services';
import { openDatabase } from '../../src/postgres/open-database';
import { startShop, status, type ShopServer } from '../merchant-events/shop-server';
import { SILENT } from '../support/order-database';
import { cancel, eventsOf, historyOf, orderOf, paidOrder, refund } from '../support/paid';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';
import { callApi, startRig, startServer, stopServer, type Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, payByCard } from '../support/shopper';

const VERSIONS = '/usr/lib/postgresql';

/** Where Debian puts it, or else where a shell finds it. */
function run(tool: 'pg_dump' | 'pg_restore', ...args: readonly string[]): Promise<unknown> {
  const newest = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort().at(-1) : undefined;
  return promisify(execFile)(newest ? path.join(VERSIONS, newest, 'bin', tool) : tool, [...args]);
}

/** With the commands of `docs/postgresql.md`. */
describeOnPostgres('a backup that is restored into another database', () => {
  let folder: string;
  let original: TestDatabase;
  let restored: TestDatabase;
  let shop: ShopServer;
  let rig: Rig;
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'backup-'));
    [original, restored] = [await createDatabase(), await createDatabase()];
    shop = await startShop();
    const database = await openDatabase({ url: original.url, migrate: true }, SILENT);
    closing.push(() => database.close());
    const env = {
      MERCHANT_WEBHOOK_URL: shop.url,
      MERCHANT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    };
    rig = await startRig({ env, database });
  });
  afterEach(async () => {
    await rig.stop();
    for (const close of closing.splice(0)) await close();
    await shop.stop();
    await rm(folder, { recursive: true });
    await Promise.all([original.drop(), restored.drop()]);
  });

  async function dumpAndRestore(): Promise<void> {
    const file = path.join(folder, 'checkout.dump');
    await run('pg_dump', '--format=custom', `--file=${file}`, original.url);
    await run('pg_restore', '--exit-on-error', '--no-owner', `--dbname=${restored.url}`, file);
  }

  /** The product on what was restored, started as a server starts, with the same Blink and an address of its own. */
  async function startRestored(): Promise<Rig> {
    const { server, origin } = await startServer();
    const config = { ...rig.dependencies.config, publicUrl: origin };
    const database = await openDatabase({ url: restored.url, migrate: true }, SILENT);
    const { clock, log } = rig;
    const dependencies = createDependencies(config, log, database, { clock, timers: clock });
    server.on('request', createApp(dependencies));
    dependencies.inbox.start();
    dependencies.merchantEvents?.start();
    closing.push(async () => {
      await Promise.all([dependencies.inbox.stop(), dependencies.merchantEvents?.stop()]);
      await stopServer(server);
      await database.close();
    });
    const settle = async () => {
      await rig.settle();
      await dependencies.inbox.drain();
      await dependencies.payments.inFlight.drain();
      await dependencies.merchantEvents?.drain();
    };
    return { ...rig, origin, dependencies, settle, api: (...call) => callApi(origin, ...call) };
  }

  it('goes on where it was: orders read on, are paid, given back and closed, and what waited is delivered', async () => {
    shop.answer(status(500));
    const paid = await paidOrder(rig, { reference: 'PAID' });
    const [toPay, toCancel] = [await createOrder(rig, { reference: 'PAY' }), await createOrder(rig)];
    const before = { order: await orderOf(rig, paid.id), history: await historyOf(rig, paid.id) };
    await rig.dependencies.merchantEvents?.stop(); // the process that is replaced
    const heardBefore = shop.heard.length;
    await dumpAndRestore();

    shop.answer(status(204));
    rig.sandbox.settle();
    const there = await startRestored();
    const { checkout_url, ...order } = await orderOf(there, paid.id);
    expect({ ...order, checkout_url: checkout_url.replace(there.origin, rig.origin) }).toEqual(before.order);
    expect(await historyOf(there, paid.id)).toEqual(before.history);
    expect((await refund(there, paid.id, { amount: 99 })).status).toBe(201);
    expect((await cancel(there, toCancel.id)).status).toBe(200);
    const page = await payByCard(there, (await orderOf(there, toPay.id)).checkout_url, FRICTIONLESS);
    expect(page.text).toContain('Payment received');
    there.advance(6 * SECOND);
    await there.settle();

    expect(await eventsOf(there, toPay.id)).toEqual(['processing', 'paid']);
    const delivered = shop.heard.slice(heardBefore).map(({ event }) => event.id);
    const feed = (await there.api('GET', '/events')).body.data as { readonly id: string }[];
    expect(feed).toHaveLength(6);
    expect(delivered.sort()).toEqual(feed.map(({ id }) => id).sort());
  });

  it('has the rules that the original had', async () => {
    const { id } = await paidOrder(rig);
    await dumpAndRestore();
    const there = await startRestored();
    expect((await refund(there, id, { amount: 1_100 })).body.code).toBe('refund_too_large');
    const database = await openDatabase({ url: restored.url, migrate: false }, SILENT);
    closing.unshift(() => database.close());
    for (const change of [
      'UPDATE order_history SET at = now()',
      'DELETE FROM shop_events',
      'DELETE FROM orders',
    ])
      await expect(database.pool.query(change)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
  });
});
