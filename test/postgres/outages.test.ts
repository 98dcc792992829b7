import { MINUTE } from '../../src/kernel/clock';
import { DatabaseUnavailable } from '../../src/postgres/errors';
import type { Database } from '../../src/postgres/database';
import { type DatabaseLog, openDatabase } from '../../src/postgres/open-database';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { Subject } from '../orders/contract/subject';
import { DatabaseProxy } from '../support/database-proxy';
import { createOrderDatabase, type OrderDatabase, SILENT } from '../support/order-database';
import { describeOnPostgres } from '../support/postgres';
import { type Rig, startRig } from '../support/rig';
import {
  createOrder,
  filledCardForm,
  FRICTIONLESS,
  payAtBankAndLeave,
  payByCard,
  post,
} from '../support/shopper';
import { expectLessThan, timeOf } from '../support/stopwatch';
import { eventually, until } from '../support/until';

/** Short, so that no test waits long for what the product waits seconds for. */
const LIMITS = { connections: 4, connectMs: 500, lockMs: 300, statementMs: 600, answerMs: 800, probeMs: 300 };

describeOnPostgres('when PostgreSQL fails', () => {
  let place: OrderDatabase;
  let proxy: DatabaseProxy;
  let database: Database;
  let store: PostgresOrderStore;
  let subject: Subject;
  const warnings: string[] = [];
  const log: DatabaseLog = { ...SILENT, warn: (_data, message) => warnings.push(message) };

  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    warnings.length = 0;
    proxy = await DatabaseProxy.before(place.url ?? '');
    database = await openDatabase({ url: proxy.url, migrate: false, limits: LIMITS }, log);
    store = new PostgresOrderStore(database);
    subject = new Subject(store);
  });
  afterEach(async () => {
    await proxy.close();
    await database.close();
  });
  afterAll(() => place.drop());

  const comesBack = () => eventually(() => store.check());

  const alterDatabase = (change: string) =>
    place.sql(`ALTER DATABASE ${new URL(place.url ?? '').pathname.slice(1)} ${change}`);

  const endBackends = () =>
    place.sql(`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'blink-checkout' AND datname = current_database() AND pid <> pg_backend_pid()`);

  it.each(['stopped', 'frozen'] as const)(
    'and is %s, nothing can be done, and everything again by itself afterwards',
    async (how) => {
      const { order, go } = await subject.createWithAttempt();
      const mend = await proxy.fail(how);

      await expect(store.check()).rejects.toBeInstanceOf(DatabaseUnavailable);
      await expect(subject.append(order, go.claimed())).rejects.toBeInstanceOf(DatabaseUnavailable);
      await expect(store.find(order.id)).rejects.toBeInstanceOf(DatabaseUnavailable);

      await mend();
      await comesBack();
      expect((await subject.create()).version).toBe(1);
    },
  );

  it('readiness falls within 5 s, with the patience of the product', async () => {
    await expectLessThan(5_000, async () => {
      const patient = await openDatabase({ url: proxy.url, migrate: false }, log);
      const mend = await proxy.fail('frozen');
      const took = await timeOf(() => expect(patient.check()).rejects.toBeInstanceOf(DatabaseUnavailable));
      await mend();
      await patient.close();
      return took;
    });
  });

  it('whoever asks /readyz hears no within 5 s, and yes again by itself', async () => {
    await expectLessThan(5_000, async () => {
      const patient = await openDatabase({ url: proxy.url, migrate: false }, log);
      const rig = await startRig({ database: patient });
      const status = async () => (await fetch(`${rig.origin}/readyz`)).status;
      expect(await status()).toBe(200);
      const mend = await proxy.fail('frozen');
      const took = await timeOf(async () => expect(await status()).toBe(503));
      await mend();
      await eventually(async () => expect(await status()).toBe(200));
      await rig.stop();
      await patient.close();
      return took;
    });
  });

  it('nothing waits without an end: not for a connection, not for a lock, not for an answer, not in a transaction', async () => {
    const patient = await openDatabase({ url: proxy.url, migrate: false }, log);
    const { max, connectionTimeoutMillis, idleTimeoutMillis, query_timeout } = patient.pool.options;
    for (const limit of [max, connectionTimeoutMillis, idleTimeoutMillis, query_timeout])
      expect(limit).toBeGreaterThan(0);
    const { rows } = await patient.pool.query<Record<string, string>>(
      `SELECT name, setting::integer > 0 AS is_limited FROM pg_settings
       WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`,
    );
    expect(rows).toEqual(
      ['idle_in_transaction_session_timeout', 'lock_timeout', 'statement_timeout'].map((name) => ({
        name,
        is_limited: true,
      })),
    );
    expect(patient.pool.listenerCount('error')).toBeGreaterThan(0);
    await patient.close();
  });

  it('and its backends are ended, idle ones are said to be lost and the process goes on', async () => {
    const orders = await Promise.all(Array.from({ length: 4 }, () => subject.create()));
    for (let round = 0; round < 20; round++) {
      await endBackends();
      await comesBack();
    }
    await endBackends();
    await until(() => warnings.length > 0, 'the end of the connection');
    expect(warnings).toContain('an idle database connection was lost');
    for (const order of orders) expect(await eventually(() => store.find(order.id))).toEqual(order);
  });

  it('and ends a connection in the moment it has made it, the process goes on', async () => {
    await (
      await proxy.fail('stopped')
    )(); // lets every connection go that was made before
    const mend = await proxy.fail('ending what begins');
    for (let tries = 0; tries < 5; tries++)
      await expect(store.check()).rejects.toBeInstanceOf(DatabaseUnavailable);
    await mend();
    await comesBack();
  });

  it('and has no connection free, callers are told so and do not wait for ever', async () => {
    const held = await Promise.all(Array.from({ length: LIMITS.connections }, () => database.pool.connect()));
    await expect(store.find('ord_1')).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect(store.check()).rejects.toBeInstanceOf(DatabaseUnavailable);
    for (const client of held) client.release();
    expect(await store.find('ord_1')).toBeNull();
  });

  it('and takes no writes any more, as after a failover, it is as good as gone', async () => {
    const order = await subject.create();
    const late = await openDatabase({ url: proxy.url, migrate: false, limits: LIMITS }, log);
    await alterDatabase('SET default_transaction_read_only = on');
    await endBackends(); // a server is not started on such a database; one that runs finds its next connections so
    const standby = new PostgresOrderStore(late);
    expect(await eventually(() => standby.find(order.id))).toEqual(order);
    await expect(new Subject(standby).create()).rejects.toBeInstanceOf(DatabaseUnavailable);
    await late.close();
    await alterDatabase('RESET default_transaction_read_only');
  });

  it('and somebody holds a lock, nobody waits longer than the limit, and nothing is half written', async () => {
    const { order, go } = await subject.createWithAttempt();
    const holder = await database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM event_feed FOR UPDATE');
    await expect(subject.append(order, go.claimed())).rejects.toBeInstanceOf(DatabaseUnavailable);
    await holder.query('ROLLBACK');
    holder.release();
    expect(await store.find(order.id)).toEqual(order);
    expect(await store.history(order.id)).toHaveLength(order.version);
    expect((await subject.append(order, go.claimed())).version).toBe(order.version + 1);
  });

  it('forgets commits by its own settings, that is said loudly', async () => {
    const errors: string[] = [];
    await alterDatabase('SET synchronous_commit = off');
    const forgetful = await openDatabase(
      { url: proxy.url, migrate: false },
      { ...log, error: (_, message) => errors.push(message) },
    );
    await forgetful.close();
    await alterDatabase('RESET synchronous_commit');
    expect(errors).toEqual([expect.stringContaining('PostgreSQL is set to lose commits')]);
  });

  describe('while a shopper pays', () => {
    let rig: Rig;
    beforeEach(async () => void (rig = await startRig({ database })));
    afterEach(() => rig.stop());

    const chargesAtBlink = () => rig.sandbox.calls({ method: 'POST', path: '/creditcards' });

    it.each(['stopped', 'frozen', 'losing answers'] as const)(
      'and it is %s: no charge without a claim that is known to be written',
      async (how) => {
        const order = await createOrder(rig);
        const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
        const mend = await proxy.fail(how);

        const answer = await post(url, fields, rig.origin);
        expect(answer.status).toBe(503);
        expect(chargesAtBlink()).toHaveLength(0);

        await mend();
        await comesBack();
        expect(chargesAtBlink()).toHaveLength(0);
        if (how === 'stopped')
          expect((await payByCard(rig, order.checkout_url, FRICTIONLESS)).text).toContain('Payment received');
      },
    );

    it('and all its connections are taken: no charge without a claim, and none afterwards', async () => {
      const order = await createOrder(rig);
      const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
      const taken = await Promise.all(
        Array.from({ length: LIMITS.connections }, () => database.pool.connect()),
      );
      expect((await post(url, fields, rig.origin)).status).toBe(503);
      for (const client of taken) client.release();
      expect(chargesAtBlink()).toHaveLength(0);
      expect((await payByCard(rig, order.checkout_url, FRICTIONLESS)).text).toContain('Payment received');
    });

    it('and its backends are ended all the time: charged once, and known in the end', async () => {
      const order = await createOrder(rig);
      const { url, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
      const paying = new AbortController();
      const ending = (async () => {
        while (!paying.signal.aborted) await endBackends();
      })();
      for (let tries = 0; tries < 10; tries++) await post(url, fields, rig.origin);
      paying.abort();
      await ending;
      await comesBack();
      expect(chargesAtBlink().length).toBeLessThanOrEqual(1);
      for (const passed of [0, 3 * MINUTE, 13 * MINUTE]) {
        rig.advance(passed);
        await rig.settle();
        await rig.sweep();
      }
      const { body } = await rig.api('GET', `/orders/${order.id}`);
      const isTaken = rig.sandbox.ledger().some(({ net }) => net > 0);
      if (body.needs_review === null) expect(body.status).toBe(isTaken ? 'paid' : 'open');
      else expect(body).toMatchObject({ status: 'processing', needs_review: 'outcome_unknown' });
    });

    it.each(['stopped', 'frozen', 'losing answers'] as const)(
      'and it is %s: Blink is told to come back, and is taken at its word when it does',
      async (how) => {
        rig.sandbox.notifications.withhold(true);
        const order = await createOrder(rig);
        await payAtBankAndLeave(rig, order.checkout_url);
        const [notice] = rig.sandbox.notifications.list();
        const mend = await proxy.fail(how);
        expect((await rig.sandbox.notifications.deliver(notice?.id ?? 0)).status).toBe(503);
        expect((await fetch(`${rig.origin}/readyz`)).status).toBe(503);
        await mend();
        await comesBack();
        expect((await rig.sandbox.notifications.deliver(notice?.id ?? 0)).status).toBe(200);
        await rig.settle();
        expect((await fetch(`${rig.origin}/readyz`)).status).toBe(200);
        expect((await rig.api('GET', `/orders/${order.id}`)).body.status).toBe('paid');
      },
    );
  });
});
