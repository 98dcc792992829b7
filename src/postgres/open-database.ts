import { Pool, type PoolConfig } from 'pg';
import { z } from 'zod';
import { SECOND } from '../kernel/clock';
import { Database } from './database';
import { insistOnFitness, insistOnRights, setSession } from './fitness';
import { checkSchema, migrate } from './migrations';
import { grantRights, type ServersRole } from './grant-rights';

export interface DatabaseOptions {
  /** `postgres://…` */
  readonly url: string;
  /** Whether to bring the schema up to date, or only to check that it is. */
  readonly migrate: boolean;
  readonly limits?: Partial<DatabaseLimits>;
}

/** Limits far from normal: when the database is well, none of our statements takes a hundredth of these times. */
export interface DatabaseLimits {
  readonly connections: number;
  /** How long to wait for a connection, new or from the pool. */
  readonly connectMs: number;
  readonly lockMs: number;
  /** After this time the server gives up a statement, and after `answerMs` we stop waiting for the server. */
  readonly statementMs: number;
  readonly answerMs: number;
  readonly probeMs: number;
}

export interface DatabaseLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

const LIMITS: DatabaseLimits = {
  connections: 12, // with 8 to 16 connections a small server answers most statements a second; more only wait inside it
  connectMs: 2 * SECOND, // with `probeMs`, readiness falls within 5 s when the database is gone
  lockMs: 3 * SECOND,
  statementMs: 4 * SECOND,
  answerMs: 5 * SECOND,
  probeMs: 2 * SECOND,
};
const IDLE_MS = 30 * SECOND;

/**
 * Connects, brings the schema up to date or checks that it is, and warns when the server is set to lose commits.
 * @throws DatabaseUnfit, SchemaBehind, MigrationRewritten, or the driver's error: then no connection stays open
 */
export async function openDatabase(options: DatabaseOptions, log: DatabaseLog): Promise<Database> {
  if (options.migrate) await migrateDatabase(options.url, log);
  const limits = { ...LIMITS, ...options.limits };
  const pool = poolOf({ connectionString: options.url, ...poolLimits(limits) }, log);
  try {
    await insistOnFitness(pool, { toCreate: false });
    await insistOnRights(pool);
    if (!options.migrate) await checkSchema(pool);
    await warnUnlessDurable(pool, log);
    return new Database(pool, limits.probeMs);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/**
 * @param role is granted the rights that the server needs; null when the server connects as the owner
 * @returns the names of the migrations that were run
 */
export async function migrateDatabase(
  url: string,
  log: DatabaseLog,
  role: ServersRole | null = null,
): Promise<readonly string[]> {
  const pool = poolOf({ connectionString: url, max: 1, connectionTimeoutMillis: LIMITS.connectMs }, log);
  try {
    await insistOnFitness(pool, { toCreate: true });
    const names = await migrate(pool);
    for (const name of names) log.info({ version: name }, 'the database schema was brought up to date');
    if (role) await grantRights(pool, role);
    return names;
  } finally {
    await pool.end();
  }
}

function poolLimits(limits: DatabaseLimits): PoolConfig {
  return {
    max: limits.connections,
    connectionTimeoutMillis: limits.connectMs,
    lock_timeout: limits.lockMs,
    statement_timeout: limits.statementMs,
    query_timeout: limits.answerMs,
    idle_in_transaction_session_timeout: limits.statementMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
  };
}

function poolOf(config: PoolConfig, log: DatabaseLog): Pool {
  const verify: PoolConfig['verify'] = (client, done) =>
    void setSession(client).then(
      () => done(),
      (error: unknown) =>
        done(error instanceof Error ? error : new Error('The connection could not be set up')),
    );
  const pool = new Pool({ application_name: 'blink-checkout', ...config, verify });
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  // A busy connection needs a listener too, from its first moment on: its error may come together with its first bytes.
  pool.on('connect', (client) => client.on('error', reportedByQuery));
  return pool;
}

/** Does nothing: the pending query is rejected with the same error, and its caller reports it. */
function reportedByQuery(): void {}

async function warnUnlessDurable(pool: Pool, log: DatabaseLog): Promise<void> {
  const { rows } = await pool.query(
    "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off' AS durable",
  );
  const { durable } = z.object({ durable: z.boolean() }).parse(rows[0]);
  if (!durable)
    log.error(
      {},
      'PostgreSQL is set to lose commits when its machine fails: turn fsync and synchronous_commit on',
    );
}
