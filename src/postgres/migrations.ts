import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { DatabaseUnfit } from './errors';

/** The folder lies beside `src` and `dist`, so that both find the same files. */
const FOLDER = join(__dirname, '../../migrations');
/** The advisory lock: any number that nothing else in the database locks. */
const LOCK = 1_112_296_779;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The database lacks migrations, and this process was told not to run them. */
export class SchemaBehind extends DatabaseUnfit {
  constructor(readonly missing: readonly string[]) {
    super(
      `The database lacks ${missing.join(', ')}: run "npm run migrate" first, or start without MIGRATE=off`,
    );
  }
}

/** A migration's file differs from what was run: a new change needs a new file. */
export class MigrationRewritten extends DatabaseUnfit {
  constructor(migration: string) {
    super(`Migration ${migration} was changed after it had been run on this database`);
  }
}

/**
 * Brings the schema up to date. However many processes try at once, one of them runs each migration and the others wait for it.
 * @param pool without time limits: a migration takes as long as it takes
 * @returns the names of the migrations that were run, in order
 * @throws MigrationRewritten, or PostgreSQL's error: then the migration that failed left nothing behind, and those before it stay
 */
export async function migrate(pool: Pool, folder = FOLDER): Promise<readonly string[]> {
  const migrations = await migrationsIn(folder);
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(`
      CREATE TABLE IF NOT EXISTS schema_migrations (
        name text PRIMARY KEY, checksum text NOT NULL, run_at timestamptz NOT NULL DEFAULT now()
      )`);
    const missing = missingFrom(await runOn(client), migrations);
    for (const migration of missing) await run(client, migration);
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    return missing.map(({ name }) => name);
  } finally {
    client.release(true); // closing the connection releases the lock whatever happened
  }
}

/** @throws SchemaBehind, MigrationRewritten when this release cannot work on the schema as it is */
export async function checkSchema(pool: Pool, folder = FOLDER): Promise<void> {
  const missing = missingFrom(await runOn(pool), await migrationsIn(folder));
  if (missing.length > 0) throw new SchemaBehind(missing.map(({ name }) => name));
}

async function migrationsIn(folder: string): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(folder, file), 'utf8');
      const checksum = createHash('sha256').update(sql.replace(/\r\n/g, '\n')).digest('hex');
      return { name: file.replace(/\.sql$/, ''), sql, checksum };
    }),
  );
}

/** Names and checksums of the migrations that were run. A newer release may have run more than this one knows. */
async function runOn(queryable: Pick<Pool, 'query'>): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await queryable.query(
    "SELECT to_regclass('schema_migrations') IS NOT NULL AS is_there",
  );
  if (!z.object({ is_there: z.boolean() }).parse(tables[0]).is_there) return new Map();
  const { rows } = await queryable.query('SELECT name, checksum FROM schema_migrations');
  const read = z.array(z.object({ name: z.string(), checksum: z.string() })).parse(rows);
  return new Map(read.map(({ name, checksum }) => [name, checksum]));
}

function missingFrom(
  run: ReadonlyMap<string, string>,
  migrations: readonly Migration[],
): readonly Migration[] {
  const rewritten = migrations.find(({ name, checksum }) => (run.get(name) ?? checksum) !== checksum);
  if (rewritten) throw new MigrationRewritten(rewritten.name);
  return migrations.filter(({ name }) => !run.has(name));
}

async function run(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  await client.query(sql);
  await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
  await client.query('COMMIT');
}
