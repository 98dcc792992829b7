import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { checkSchema, migrate, MigrationRewritten, SchemaBehind } from '../../src/postgres/migrations';
import { openDatabase } from '../../src/postgres/open-database';
import { ChildServer } from '../support/child-server';
import { SILENT } from '../support/order-database';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';

const FOLDER = path.join(__dirname, '../../migrations');
const MIGRATE = path.join(__dirname, '../../src/bin/migrate.ts');

describeOnPostgres('migrations', () => {
  let place: TestDatabase;
  let pool: Pool;
  let folder: string;
  let names: readonly string[];
  beforeEach(async () => {
    place = await createDatabase();
    pool = new Pool({ connectionString: place.url });
    pool.on('error', () => undefined); // dropping the database ends connections that are just being closed
    folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
    await cp(FOLDER, folder, { recursive: true });
    names = (await readdir(FOLDER)).sort().map((file) => file.replace('.sql', ''));
  });
  afterEach(async () => {
    await pool.end();
    await rm(folder, { recursive: true });
    await place.drop();
  });

  const add = (name: string, sql: string) => writeFile(path.join(folder, `${name}.sql`), sql);
  const run = () => migrate(pool, folder);
  const tables = async () =>
    (
      await pool.query<{ name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
      )
    ).rows.map(({ name }) => name);

  it('are run once each, in the order of their numbers, however many processes start at once', async () => {
    const done = await Promise.all(Array.from({ length: 8 }, run));
    expect(done.flat()).toEqual(names);
    expect(await run()).toEqual([]);
    await expect(checkSchema(pool, folder)).resolves.toBeUndefined();
  });

  it('are insisted on by a server that may not run them', async () => {
    await expect(checkSchema(pool, folder)).rejects.toMatchObject({ missing: names });
    await run();
    await add('0999-later', 'CREATE TABLE later (id int)');
    await expect(checkSchema(pool, folder)).rejects.toBeInstanceOf(SchemaBehind);
    expect(await run()).toEqual(['0999-later']);
    await expect(checkSchema(pool, folder)).resolves.toBeUndefined();
  });

  it('of a newer release are no harm to an older one that still runs beside it', async () => {
    await add('0999-later', 'CREATE TABLE later (id int)');
    await run();
    await expect(checkSchema(pool, FOLDER)).resolves.toBeUndefined();
    expect(await migrate(pool, FOLDER)).toEqual([]);
  });

  it('that fail leave nothing behind and are tried again; those before them stay', async () => {
    await add('0998-fine', 'CREATE TABLE fine (id int)');
    await add('0999-broken', 'CREATE TABLE half (id int); SELECT 1 / 0');
    await expect(run()).rejects.toMatchObject({ code: '22012' });
    expect(await tables()).toContain('fine');
    expect(await tables()).not.toContain('half');
    await add('0999-broken', 'CREATE TABLE half (id int)');
    expect(await run()).toEqual(['0999-broken']);
  });

  it('are never rewritten once they were run', async () => {
    await add('0999-later', 'CREATE TABLE later (id int)');
    await run();
    await add('0999-later', 'CREATE TABLE later (id int, more int)');
    await expect(run()).rejects.toBeInstanceOf(MigrationRewritten);
    await expect(checkSchema(pool, folder)).rejects.toBeInstanceOf(MigrationRewritten);
  });

  it('say the same with the line ends of another system', async () => {
    await add('0999-later', 'CREATE TABLE later (\n  id int\n)');
    await run();
    await add('0999-later', 'CREATE TABLE later (\r\n  id int\r\n)');
    expect(await run()).toEqual([]);
  });

  it('are run by the server when it starts, unless it may not', async () => {
    await expect(openDatabase({ url: place.url, migrate: false }, SILENT)).rejects.toBeInstanceOf(
      SchemaBehind,
    );
    await (await openDatabase({ url: place.url, migrate: true }, SILENT)).close();
    await (await openDatabase({ url: place.url, migrate: false }, SILENT)).close();
  });

  it('are run by `npm run migrate`, which needs the database and no keys', async () => {
    const first = new ChildServer(MIGRATE, { DATABASE_URL: place.url });
    expect(await first.exit).toBe(0);
    expect(first.lines.map(({ version }) => version)).toEqual(names);
    const again = new ChildServer(MIGRATE, { DATABASE_URL: place.url });
    expect(await again.exit).toBe(0);
    expect(again.lines.map(({ msg }) => msg)).toEqual(['the database schema is up to date already']);
  });

  it('fail loudly without a database, and never print its address', async () => {
    const without = new ChildServer(MIGRATE);
    expect(await without.exit).toBe(1);
    expect(without.stderr).toContain('DATABASE_URL is missing');
    const wrong = new ChildServer(MIGRATE, { DATABASE_URL: 'postgres://user:canary@127.0.0.1:1/none' });
    expect(await wrong.exit).toBe(1);
    expect(wrong.lines).toEqual([expect.objectContaining({ level: 'fatal' })]);
    expect(JSON.stringify(wrong.lines) + wrong.stderr).not.toContain('canary');
  });
});
