/** @jest-environment ./test/support/pglite-environment.cjs */
import type { z } from 'zod';
import { DAY, later, MINUTE, SECOND } from '../../src/kernel/clock';
import { configFrom } from '../../src/server/config/config';
import { createDependencies, type Dependencies } from '../../src/server/services';
import { createRunning, type Running } from '../../src/server/process';
import { Database, type Statement } from '../../src/postgres/database';
import { creation, entriesAfter } from '../repeat-payments/schedule/made';
import { capturedLog } from '../support/captured-log';
import { createOrderDatabase, storesOn, type OrderDatabase } from '../support/order-database';
import { environment } from '../support/rig';
import { Subject } from '../orders/contract/subject';
import { TestClock } from '../support/test-clock';

jest.setTimeout(60_000); // a small machine under load, or PGlite

const NOBODY = 'http://127.0.0.1:1'; // a Blink, a shop and a mail server that are never asked for anything that matters here
const WATCHED_MS = 10 * MINUTE;

/** Keeps the names of the statements that it is asked. */
class CountingDatabase extends Database {
  asked: string[] = [];

  override run<Row extends z.ZodType>(
    statement: Statement,
    values: readonly unknown[],
    row: Row,
  ): Promise<z.infer<Row>[]> {
    this.asked.push(statement.name);
    return super.run(statement, values, row);
  }
}

describe('a process with nothing to do, on PostgreSQL, with webhooks, e-mails, sweeps and notifications', () => {
  let place: OrderDatabase;
  let database: CountingDatabase;
  let clock: TestClock;
  let dependencies: Dependencies;
  let running: Running;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    clock = new TestClock();
    database = new CountingDatabase(place.database.pool);
    const env = {
      ...environment(NOBODY, NOBODY),
      MERCHANT_WEBHOOK_URL: `${NOBODY}/hooks`,
      MERCHANT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'shop@shop.example',
    };
    running = await createRunning(configFrom(env), capturedLog(), (config, log) => {
      dependencies = createDependencies(config, log, database, { clock, timers: clock });
      return dependencies;
    });
  });
  afterEach(() => running.drain());
  afterAll(() => place.drop());

  /** Every loop that the process started, until none of them does anything. */
  async function rest(): Promise<void> {
    const { inbox, orderSweep, repeatPaymentSweep, merchantEvents, letters } = dependencies;
    for (const each of [inbox, orderSweep, repeatPaymentSweep, merchantEvents, letters]) await each?.drain();
  }

  async function passes(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += SECOND) {
      clock.advance(SECOND);
      await rest();
    }
  }

  /** What it asks in ten minutes, by its name. */
  async function askedWhileIdle(): Promise<Readonly<Record<string, number>>> {
    await running.start();
    await rest();
    await passes(MINUTE);
    database.asked = [];
    await passes(WATCHED_MS);
    return Object.fromEntries(
      [...new Set(database.asked)].map((name) => [
        name,
        database.asked.filter((each) => each === name).length,
      ]),
    );
  }

  const EACH_KIND_ONCE_IN_TEN_SECONDS = {
    next_due_delivery: 120, // of webhooks, and of e-mails
    next_due_notice: 60,
    next_due_order: 60,
    next_due_repeat_payment: 60,
  };

  it('asks one statement in two seconds', async () => {
    expect(await askedWhileIdle()).toEqual(EACH_KIND_ONCE_IN_TEN_SECONDS);
    expect(database.asked.length).toBeLessThanOrEqual(WATCHED_MS / (2 * SECOND));
  });

  it('asks no more while much is kept that is due later', async () => {
    const subject = new Subject(dependencies.payments.orders);
    const expiresAt = later(clock.now(), DAY);
    for (let count = 0; count < 5; count++) await subject.create({ expiresAt });
    const { store } = dependencies.repeatPayments;
    await store.append(null, entriesAfter(null, [creation({ expiresAt })], clock.now()));
    await subject.append(await subject.create({ expiresAt }), { type: 'order_cancelled' });
    const tomorrow = expiresAt.toISOString();
    await place.sql(`
      INSERT INTO outbox (queue, event_id, since, due_at)
      SELECT queue, id, '${tomorrow}', '${tomorrow}' FROM shop_events, unnest(ARRAY['shop', 'customer']) AS each (queue)
      ON CONFLICT (queue, event_id) DO UPDATE SET due_at = excluded.due_at`);
    await place.sql(`
      INSERT INTO notices (order_id, attempt_id, said, received_at, state, due_at)
      VALUES ('ord_1', 'att_1', '{}', now(), 'retrying', '${tomorrow}')`);
    expect(await askedWhileIdle()).toEqual(EACH_KIND_ONCE_IN_TEN_SECONDS);
  });

  it('finds within ten seconds what another process writes: whatever is due, of every kind', async () => {
    await running.start();
    await rest();
    await passes(MINUTE + 3 * SECOND);
    const other = storesOn(place.database, ['shop', 'customer']);
    const now = clock.now();
    const subject = new Subject(other.orders);
    const over = await subject.create({ expiresAt: now });
    const plan = await other.repeatPayments.append(
      null,
      entriesAfter(null, [creation({ expiresAt: now })], now),
    );
    const cancelled = await subject.append(await subject.create(), { type: 'order_cancelled' });
    await place.sql(`
      INSERT INTO notices (order_id, attempt_id, transaction_id, said, received_at, due_at)
      VALUES ('ord_of_another', 'att_of_another', 'BL-1', '{}', '${now.toISOString()}', '${now.toISOString()}')`);

    await passes(10 * SECOND);

    expect(await other.orders.find(over.id)).toMatchObject({ closed: { as: 'expired' } });
    expect(await other.repeatPayments.find(plan.id)).toMatchObject({ closed: { as: 'expired' } });
    expect(await place.sql('SELECT state FROM notices')).toEqual([{ state: 'done' }]);
    expect(
      await place.sql(`
        SELECT queue, failures > 0 AS tried FROM outbox JOIN shop_events ON id = event_id
        WHERE order_id = '${cancelled.id}'`),
    ).toEqual([{ queue: 'shop', tried: true }]);
  });
});
