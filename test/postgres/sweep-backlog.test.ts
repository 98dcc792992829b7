import { Client } from 'pg';
import { HOUR, MINUTE } from '../../src/kernel/clock';
import { createOrder as keepOrder } from '../../src/orders/store/change-order';
import type { Database } from '../../src/postgres/database';
import { openDatabase } from '../../src/postgres/open-database';
import { OrderSweep } from '../../src/orders/use-cases/sweep';
import { SILENT, storesOn } from '../support/order-database';
import { newOrder } from '../support/orders';
import { hear, orderOf } from '../support/paid';
import { payBy } from '../support/pay-by';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';
import { type Rig, startRig } from '../support/rig';
import { createOrder } from '../support/shopper';
import { until } from '../support/until';

jest.setTimeout(300_000); // many orders; a busy machine takes its time

const BASKETS = Number(process.env['SWEEP_BASKETS'] ?? 5_000);

describeOnPostgres('the sweep behind many abandoned baskets, on PostgreSQL', () => {
  let place: TestDatabase;
  let byHand: Client;
  let database: Database;
  let rig: Rig;

  beforeAll(async () => {
    place = await createDatabase();
    database = await openDatabase({ url: place.url, migrate: true }, SILENT);
    byHand = new Client({ connectionString: place.url });
    await byHand.connect();
    rig = await startRig({ database, replace: () => storesOn(database, ['shop']) });
  });
  afterAll(async () => {
    await rig.stop();
    await byHand.end();
    await database.close();
    await place.drop();
  });

  const rows = async (text: string): Promise<Readonly<Record<string, unknown>>> =>
    (await byHand.query<Record<string, unknown>>(text)).rows[0] ?? {};

  /** As many as asked for, like one that was made the usual way. */
  async function abandon(count: number): Promise<void> {
    const { payments } = rig.dependencies;
    const expiresAt = new Date(payments.clock.now().getTime() - HOUR);
    const { id } = await keepOrder(payments, newOrder({ expiresAt }), { by: 'api' });
    await byHand.query(
      `WITH copies AS (
        SELECT orders.*, orders.id || '_' || number AS new_id
        FROM orders, generate_series(2, $2::integer) AS number WHERE id = $1
      ), kept AS (
        INSERT INTO orders (id, version, status, body, created_at, looked_at, due_at)
        SELECT new_id, version, status, body || jsonb_build_object('id', new_id, 'token', 'token_' || new_id), created_at, looked_at, due_at
        FROM copies RETURNING id
      )
      INSERT INTO order_history (order_id, sequence, at, moved_by, evidence, change)
      SELECT kept.id, sequence, at, moved_by, evidence, change FROM kept, order_history WHERE order_id = $1`,
      [id, count],
    );
    await byHand.query('ANALYZE');
  }

  it('finds a lost payment in its first round, and ends them all, each once, without a call to Blink', async () => {
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.nextPayment({ threeDs: 'frictionless', outcome: 'approved-first' });
    const { id, checkout_url } = await createOrder(rig);
    await payBy(rig, 'card', checkout_url);
    await hear(rig);
    rig.sandbox.portal.capture(rig.sandbox.ledger().at(-1)?.id ?? '');
    await abandon(BASKETS);
    rig.advance(MINUTE);

    const before = rig.sandbox.calls().length;
    const startedAt = Date.now();
    const swept = rig.sweep();
    await until(async () => (await orderOf(rig, id)).status === 'paid', 'the payment to be found');
    const found = Date.now() - startedAt;
    expect(await rows("SELECT count(*) > 0 AS some FROM orders WHERE status = 'open'")).toEqual({
      some: true,
    });
    await swept;
    const done = Date.now() - startedAt;
    expect(rig.sandbox.calls().length - before).toBe(1);
    if (process.env['SWEEP_BASKETS']) console.log({ BASKETS, foundMs: found, allMs: done });

    expect(
      await rows("SELECT count(*)::integer AS n FROM orders WHERE status = 'expired' AND due_at IS NULL"),
    ).toEqual({
      n: BASKETS,
    });
    const events =
      "SELECT count(*)::integer AS n, count(DISTINCT order_id)::integer AS orders FROM shop_events WHERE type = 'order.expired'";
    expect(await rows(events)).toEqual({ n: BASKETS, orders: BASKETS });
    expect(
      await rows(
        "SELECT count(*)::integer AS n FROM outbox JOIN shop_events ON id = event_id WHERE type = 'order.expired'",
      ),
    ).toEqual({
      n: BASKETS,
    });
    expect(await rows('SELECT max(position) = count(*) AS gapless FROM shop_events')).toEqual({
      gapless: true,
    });
  });

  it('is shared by several processes: every basket is ended once', async () => {
    const ended =
      "SELECT count(*)::integer AS n, count(DISTINCT order_id)::integer AS orders FROM shop_events WHERE type = 'order.expired'";
    const before = Number((await rows(ended))['n']);
    await abandon(2_000);
    const sweeps = Array.from({ length: 3 }, () => new OrderSweep(rig.dependencies.payments, rig.clock));
    for (const each of sweeps) each.wake();
    await Promise.all(sweeps.map((each) => each.drain()));
    expect(await rows(ended)).toEqual({ n: before + 2_000, orders: before + 2_000 });
  });
});
