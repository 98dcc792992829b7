import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { DatabaseUnavailable, DatabaseUnfit } from '../../src/postgres/errors';
import { migrate as runMigrations } from '../../src/postgres/migrations';
import { migrateDatabase, openDatabase } from '../../src/postgres/open-database';
import { RIGHTS } from '../../src/postgres/rights';
import { ChildServer } from '../support/child-server';
import { SILENT, storesOn } from '../support/order-database';
import { eventsOf, orderOf, paidOrder, refund } from '../support/paid';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';
import { startRig } from '../support/rig';
import { eventually } from '../support/until';

const MIGRATIONS = path.join(__dirname, '../../migrations');
const MIGRATE = path.join(__dirname, '../../src/bin/migrate.ts');

describeOnPostgres('a database', () => {
  let place: TestDatabase;
  let owner: Pool;
  const use = async (made?: string) => {
    place = await createDatabase(made);
    owner = new Pool({ connectionString: place.url });
    owner.on('error', () => undefined);
  };
  afterEach(async () => {
    await owner.end();
    await place.drop();
  });

  const nameOf = () => new URL(place.url).pathname.slice(1);
  const set = (setting: string) => owner.query(`ALTER DATABASE ${nameOf()} SET ${setting}`);
  const open = (migrate = true, url = place.url) => openDatabase({ url, migrate }, SILENT);
  const refusal = async (opening: Promise<unknown>): Promise<string> => {
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    if (!(error instanceof DatabaseUnfit)) throw new Error('It was not refused as unfit', { cause: error });
    return error.message;
  };

  it.each(['LATIN1', 'SQL_ASCII'])('of the encoding %s is refused, with what to do', async (encoding) => {
    await use(`ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`);
    expect(await refusal(open())).toContain(`has the encoding ${encoding}: make one with ENCODING 'UTF8'`);
    expect(await refusal(open(false))).toContain(encoding);
    expect((await owner.query('SELECT FROM pg_tables WHERE schemaname = current_schema()')).rowCount).toBe(0);
  });

  it('may be set to other dates, zones, strings and isolation: each connection has its own', async () => {
    await use();
    for (const setting of [
      "DateStyle TO 'German'",
      "TimeZone TO 'Asia/Kathmandu'",
      'standard_conforming_strings TO off',
      "default_transaction_isolation TO 'serializable'",
    ])
      await set(setting);
    const database = await open();
    const rig = await startRig({ database, replace: () => storesOn(database, ['shop', 'customer']) });
    const { id } = await paidOrder(rig, { description: String.raw`Back\slash` });
    await refund(rig, id);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'refunded',
      description: String.raw`Back\slash`,
      created_at: rig.clock.now().toISOString(),
    });
    expect((await eventsOf(rig, id)).length).toBeGreaterThan(1);
    await rig.stop();
    await database.close();
  });

  it('that only reads is refused, with what to do', async () => {
    await use();
    await (await open()).close();
    await set('default_transaction_read_only TO on');
    expect(await refusal(open())).toContain('only reads: name the primary server');
    expect(await refusal(open(false))).toContain('only reads');
  });

  it('that begins only to read is noticed, and that it writes again, too', async () => {
    await use();
    const database = await open();
    await expect(database.check()).resolves.toBeUndefined();
    const endSessions = () =>
      owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
        AND application_name = 'blink-checkout'`);
    await set('default_transaction_read_only TO on');
    await endSessions();
    const failures = await Promise.all(
      [1, 2, 3].map(() => database.check().catch((thrown: unknown) => thrown)),
    );
    expect(failures.some((failure) => failure instanceof DatabaseUnavailable)).toBe(true);
    await expect(database.check()).rejects.toBeInstanceOf(DatabaseUnavailable);
    const again = new Pool({ connectionString: place.url, options: '-c default_transaction_read_only=off' });
    await again.query(`ALTER DATABASE ${nameOf()} RESET default_transaction_read_only`);
    await again.end();
    await eventually(() => database.check());
    await database.close();
  });

  describe('with a role for the server that owns nothing', () => {
    let role: string;
    let url: string;
    beforeEach(async () => {
      await use();
      role = `role-${randomBytes(6).toString('hex')}`; // to be put in quotes, as a name with a hyphen has to be
      const asRole = new URL(place.url);
      asRole.username = role;
      asRole.password = 'canary-%C3%BC'; // one that an address has to escape
      url = asRole.href;
    });
    afterEach(async () => {
      await owner.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`).catch(() => undefined);
    });

    const migrate = () =>
      migrateDatabase(place.url, SILENT, { name: role, password: decodeURIComponent(new URL(url).password) });

    it('is made by `npm run migrate`, which gives it its rights, as often as it is run', async () => {
      for (let times = 0; times < 2; times++) {
        const command = new ChildServer(MIGRATE, {
          DATABASE_URL: place.url,
          DATABASE_ROLE: role,
          DATABASE_ROLE_PASSWORD: 'canary-ü',
        });
        expect(await command.exit).toBe(0);
        expect(command.lines.at(-1)).toMatchObject({ msg: 'the role of the server has its rights' });
        expect(JSON.stringify(command.lines) + command.stderr).not.toContain('canary');
      }
      const database = await open(false, url);
      await expect(database.check()).resolves.toBeUndefined();
      await database.close();
    });

    it('is made on a database of an earlier release, too, where one role owned everything', async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
      const earlier = (await readdir(MIGRATIONS)).filter((file) => file < '0012');
      for (const file of earlier) await copyFile(path.join(MIGRATIONS, file), path.join(folder, file));
      expect(await runMigrations(owner, folder)).toHaveLength(11);
      await expect(refusal(open(false, url))).rejects.toThrow(); // it is not there yet
      await migrate();
      await (await open(false, url)).close();
      await rm(folder, { recursive: true });
    });

    it('runs the whole product, and can neither rewrite the books nor change what the tables are', async () => {
      await migrate();
      const database = await openDatabase({ url, migrate: false }, SILENT);
      const rig = await startRig({ database, replace: () => storesOn(database, ['shop', 'customer']) });
      const { id } = await paidOrder(rig);
      await refund(rig, id);
      await rig.sweep();
      expect(await orderOf(rig, id)).toMatchObject({ status: 'refunded' });
      await rig.stop();
      for (const statement of [
        'UPDATE order_history SET evidence = NULL',
        'DELETE FROM order_history',
        "BEGIN; SET LOCAL checkout.erasing = 'on'; UPDATE shop_events SET data = '{}'",
        'DELETE FROM transaction_uses',
        'DELETE FROM orders',
        'TRUNCATE outbox',
        'DROP TABLE outbox',
        'ALTER TABLE orders DISABLE TRIGGER ALL',
        'CREATE TABLE more (id int)',
        "INSERT INTO schema_migrations VALUES ('0999-x', 'x')",
        'DELETE FROM attempt_transitions',
        "SET session_replication_role = 'replica'",
      ]) {
        const failure = await database.pool.query(statement).catch((error: unknown) => error);
        await database.pool.query('ROLLBACK').catch(() => undefined);
        expect([statement, failure]).toEqual([statement, expect.objectContaining({ code: '42501' })]);
      }
      await database.close();
    });

    it('loses rights that it had and does not need', async () => {
      await migrate();
      await owner.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO "${role}"`);
      await migrate();
      const { rows } = await owner.query<{ held: string }>(
        `SELECT table_name || ' ' || privilege_type AS held FROM information_schema.role_table_grants WHERE grantee = $1`,
        [role],
      );
      const needed = Object.entries(RIGHTS).flatMap(([table, rights]) =>
        rights.map((right) => `${table} ${right}`),
      );
      expect(rows.map(({ held }) => held).sort()).toEqual([...needed].sort());
    });

    it.each(Object.entries(RIGHTS).filter(([, rights]) => rights.length < 4))(
      'is told at start what it lacks of %s, and what to do',
      async (table, rights) => {
        await migrate();
        await owner.query(`REVOKE ${rights.at(-1)} ON ${table} FROM "${role}"`);
        expect(await refusal(open(false, url))).toBe(
          `The database user has no right to ${rights.at(-1)} on ${table}: run npm run migrate as the owner, with DATABASE_ROLE set to this user`,
        );
      },
    );

    it('is told that it may not migrate, and what to do', async () => {
      await migrate();
      expect(await refusal(open(true, url))).toContain('may not make tables in the schema public');
    });

    it('is not made up: without a password it has to be there, and it is never the owner', async () => {
      const named = (name: string) => migrateDatabase(place.url, SILENT, { name, password: null });
      expect(await refusal(named(role))).toContain('is not there: make it, or set DATABASE_ROLE_PASSWORD');
      expect(await refusal(named(new URL(place.url).username))).toContain('names the owner itself');
    });
  });

  it('whose user may use no schema is refused, with what to do', async () => {
    await use();
    await set("search_path TO 'nowhere'");
    expect(await refusal(open())).toContain('may use no schema of its search_path');
  });

  it('has rights written down for every table that is made', async () => {
    await use();
    await (await open()).close();
    const { rows } = await owner.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(RIGHTS).sort());
  });
});
