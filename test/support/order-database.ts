import { type DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg';
import { Database } from '../../src/postgres/database';
import { migrate } from '../../src/postgres/migrations';
import { type DatabaseLog, openDatabase } from '../../src/postgres/open-database';
import type { Queue } from '../../src/delivery/deliveries';
import { queuesFor } from '../../src/delivery/queues-for';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { PostgresRepeatPaymentStore } from '../../src/repeat-payments/store/postgres-store';
import { createDatabase } from './postgres';

export const SILENT: DatabaseLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Stores whose events wait in these queues, whether or not anybody delivers from them: for what is replaced in a rig. */
export function storesOn(database: Database, queues: readonly Queue[]) {
  return {
    orders: new PostgresOrderStore(database, queuesFor(queues)),
    repeatPayments: new PostgresRepeatPaymentStore(database, queuesFor(queues)),
  };
}

/** A database with our schema and nothing in it. */
export interface OrderDatabase {
  readonly database: Database;
  /** For what another process opens; null where there is no server, so that no other process can. */
  readonly url: string | null;
  /** Runs SQL as no application of ours would: straight at the tables. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** The rule that refuses this SQL, or the kind of its failure; null when it is let through, and then it is undone. */
  ruleBrokenBy(text: string): Promise<string | null>;
  empty(): Promise<void>;
  drop(): Promise<void>;
}

/**
 * On the server of `TEST_DATABASE_URL`, or in this process where there is none: PGlite, which needs the environment of
 * `pglite-environment.cjs` and has one connection only.
 */
export async function createOrderDatabase(): Promise<OrderDatabase> {
  return process.env['TEST_DATABASE_URL'] ? onServer() : inProcess();
}

async function onServer(): Promise<OrderDatabase> {
  const { url, drop } = await createDatabase();
  const database = await openDatabase({ url, migrate: true }, SILENT);
  const byHand = new Pool({ connectionString: url });
  byHand.on('error', () => undefined); // dropping the database ends its connections
  return {
    ...viewOf(database, byHand, url),
    drop: async () => {
      await byHand.end();
      if (!database.pool.ended) await database.close();
      await drop();
    },
  };
}

declare const openPGlite: (() => Promise<{ config: PoolConfig; close(): Promise<void> }>) | undefined;

async function inProcess(): Promise<OrderDatabase> {
  if (typeof openPGlite === 'undefined')
    throw new Error('This test needs the environment of pglite-environment.cjs');
  const { config, close } = await openPGlite();
  const pool = new Pool({ ...config, max: 1, idleTimeoutMillis: 0 });
  await migrate(pool);
  const drop = async () => {
    await pool.end();
    await close();
  };
  return { ...viewOf(new Database(pool), pool, null), drop };
}

function viewOf(database: Database, byHand: Pool, url: string | null): Omit<OrderDatabase, 'drop'> {
  const sql = async (text: string) => (await byHand.query<Record<string, unknown>>(text)).rows;
  return {
    database,
    url,
    sql,
    ruleBrokenBy: async (text) => {
      const client = await byHand.connect();
      try {
        return await undone(client, text);
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    },
    empty: async () => {
      await sql(EMPTY);
    },
  };
}

async function undone(client: PoolClient, text: string): Promise<string | null> {
  try {
    await client.query(`BEGIN; ${text}`);
    return null;
  } catch (error) {
    const { constraint, code } = error as DatabaseError;
    return constraint ?? code ?? String(error);
  }
}

/** Only a superuser may put the triggers aside that keep the books from being emptied. */
const EMPTY = `
  BEGIN;
  SET LOCAL session_replication_role = replica;
  DELETE FROM outbox; DELETE FROM shop_events; DELETE FROM repeat_payment_setups; DELETE FROM repeat_payment_history; DELETE FROM repeat_payments;
  DELETE FROM schedule_uses; DELETE FROM refunds; DELETE FROM attempts; DELETE FROM order_history; DELETE FROM orders;
  DELETE FROM transaction_uses; DELETE FROM intent_uses; DELETE FROM notices; DELETE FROM notice_pauses;
  DELETE FROM idempotency_keys; DELETE FROM rate_limits; UPDATE event_feed SET last_position = 0;
  COMMIT`;
