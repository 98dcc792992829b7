import { Client } from 'pg';
import { DAY } from '../../src/kernel/clock';
import { Retention } from '../../src/server/retention';
import { type Database } from '../../src/postgres/database';
import { checkSchema } from '../../src/postgres/migrations';
import { openDatabase } from '../../src/postgres/open-database';
import { metricsPageOf } from '../../src/server/metrics/metrics-page-of';
import { hear, post, read, started } from '../repeat-payments/support/started';
import { SILENT, storesOn } from '../support/order-database';
import { orderOf, paidOrder, refund } from '../support/paid';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';
import { type Rig, startRig } from '../support/rig';
import { createOrder, visit } from '../support/shopper';

/** The feed's counter is one row, and which migrations were run is read when a process starts. */
const SMALL = ['event_feed', 'schema_migrations'];

/** A shop's daily life, told to the planner to avoid whole tables: where it reads one all the same, it has no index that it could use. */
describeOnPostgres('what is done all day', () => {
  let place: TestDatabase;
  let byHand: Client;
  let database: Database;
  let rig: Rig;

  beforeAll(async () => {
    place = await createDatabase();
    await (await openDatabase({ url: place.url, migrate: true }, SILENT)).close();
    byHand = new Client({ connectionString: place.url });
    await byHand.connect();
    await byHand.query(`ALTER DATABASE ${new URL(place.url).pathname.slice(1)} SET enable_seqscan = off`);
    database = await openDatabase({ url: place.url, migrate: false }, SILENT);
    rig = await startRig({
      database,
      env: { METRICS_PORT: '0' },
      replace: () => storesOn(database, ['shop']),
    });
  });
  afterAll(async () => {
    await rig.stop();
    await byHand.end();
    await place.drop();
  });

  /** How often each table was read from its beginning to its end. What a connection did counts for certain when it is closed. */
  async function wholeReads(): Promise<Readonly<Record<string, number>>> {
    const { rows } = await byHand.query<{ table: string; reads: string }>(
      'SELECT relname AS table, seq_scan AS reads FROM pg_stat_user_tables',
    );
    return Object.fromEntries(rows.map(({ table, reads }) => [table, Number(reads)]));
  }

  it('is found through indexes, so that it costs the same however much is kept', async () => {
    const before = await wholeReads();
    await aDay();
    await database.close();
    const after = await wholeReads();
    const readWhole = Object.keys(after).filter((table) => (after[table] ?? 0) > (before[table] ?? 0));
    expect(readWhole.sort()).toEqual(SMALL); // they are there, so that reads are counted for certain
  });

  async function aDay(): Promise<void> {
    await checkSchema(database.pool); // as a process that starts
    const order = await paidOrder(rig);
    expect(await refund(rig, order.id, {}, { 'idempotency-key': 'once' })).toMatchObject({
      status: 201,
    });
    await createOrder(rig);
    const repeatPaymentId = await started(rig);
    await hear(rig);
    expect(await read(rig, repeatPaymentId)).toMatchObject({ status: 'active' });
    for (const path of LISTS) expect(await rig.api('GET', path)).toMatchObject({ status: 200 });
    for (const each of ['history', 'events']) await rig.api('GET', `/orders/${order.id}/${each}`);
    await visit(order.checkout_url);
    expect(await post(rig, repeatPaymentId, 'cancel')).toMatchObject({ status: 200 });
    expect(await orderOf(rig, order.id)).toMatchObject({ status: 'refunded' });
    await metricsPageOf(rig.dependencies, database)?.text();
    rig.advance(2 * DAY);
    await rig.sweep();
    await new Retention(database, rig.clock, rig.log, 1).run();
  }
});

const LISTS = [
  '/orders',
  '/orders?status=paid',
  '/orders?needs_review=true',
  '/orders?reference=A',
  '/repeat-payments?status=active',
  '/repeat-payments?customer=ada@shopper.example',
  '/repeat-payments?reference=A',
  '/events',
];
