import type { Database } from '../../src/postgres/database';
import { openDatabase } from '../../src/postgres/open-database';
import { metricsPageOf } from '../../src/server/metrics/metrics-page-of';
import { DatabaseProxy } from '../support/database-proxy';
import { valueOf } from '../support/metrics';
import { createOrderDatabase, type OrderDatabase, SILENT } from '../support/order-database';
import { describeOnPostgres } from '../support/postgres';
import { type Rig, startRig } from '../support/rig';
import { createOrder } from '../support/shopper';
import { expectLessThan, timeOf } from '../support/stopwatch';
import { until } from '../support/until';

const LIMITS = { connections: 4, connectMs: 500, lockMs: 300, statementMs: 600, answerMs: 800, probeMs: 300 };

describeOnPostgres('metrics on PostgreSQL', () => {
  let place: OrderDatabase;
  let proxy: DatabaseProxy;
  let database: Database;
  let rig: Rig;
  let text: () => Promise<string>;

  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    proxy = await DatabaseProxy.before(place.url ?? '');
    database = await openDatabase({ url: proxy.url, migrate: false, limits: LIMITS }, SILENT);
    rig = await startRig({ database, env: { METRICS_PORT: '0' } });
    const page = metricsPageOf(rig.dependencies, database);
    text = () => page?.text() ?? Promise.reject(new Error('Nothing is counted'));
  });
  afterEach(async () => {
    await rig.stop();
    await proxy.close();
    await database.close();
  });
  afterAll(() => place.drop());

  it('tell how many connections are busy and idle, and that statements wait for one', async () => {
    const held = await Promise.all([database.pool.connect(), database.pool.connect()]);
    const busy = valueOf(await text(), 'checkout_database_connections', { state: 'busy' });
    expect(busy).toBeGreaterThanOrEqual(2);
    held.push(...(await Promise.all([database.pool.connect(), database.pool.connect()])));
    const waits = rig.dependencies.payments.orders.find('ord_1').catch(() => null);
    const full = await text();
    expect(valueOf(full, 'checkout_database_connections', { state: 'busy' })).toBe(LIMITS.connections);
    expect(valueOf(full, 'checkout_database_connections', { state: 'idle' })).toBe(0);
    expect(valueOf(full, 'checkout_database_connections_limit')).toBe(LIMITS.connections);
    expect(valueOf(full, 'checkout_database_waiting')).toBeGreaterThanOrEqual(1);
    for (const client of held) client.release();
    await waits;
    expect(valueOf(await text(), 'checkout_store_durable')).toBe(1);
  });

  it.each(['stopped', 'frozen'] as const)(
    'come within seconds while it is %s, and say what is missing',
    async (how) => {
      await expectLessThan(5_000, async () => {
        const mend = await proxy.fail(how);
        let gone = '';
        const took = await timeOf(async () => (gone = await text()));
        expect(valueOf(gone, 'checkout_ready')).toBe(0);
        for (const what of ['orders', 'repeat_payments', 'notifications'])
          expect([what, valueOf(gone, 'checkout_unread', { what })]).toEqual([what, 1]);
        await mend();
        await until(async () => valueOf(await text(), 'checkout_ready') === 1, 'the database');
        expect(valueOf(await text(), 'checkout_unread', { what: 'orders' })).toBe(0);
        return took;
      });
    },
  );

  it('count a notification that could not be kept', async () => {
    rig.sandbox.notifications.withhold(true);
    const { id } = await createOrder(rig);
    const attempt = (await rig.dependencies.payments.orders.find(id))?.attempts[0];
    const address = rig.dependencies.payments.addresses.notificationUrl(id, attempt?.id ?? 'att_none');
    const mend = await proxy.fail('stopped');
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"transaction_id":"BL-1"}',
    });
    expect(answer.status).toBe(503);
    const counted = await text();
    expect(valueOf(counted, 'checkout_notifications_total', { fate: 'not_kept' })).toBe(1);
    expect(valueOf(counted, 'checkout_notifications_total', { fate: 'received' })).toBe(0);
    await mend();
  });
});
