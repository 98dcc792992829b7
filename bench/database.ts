import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Payable } from './world';

/** Like the product's pool: `LIMITS.connections` in src/postgres/open-database.ts. */
export const CONNECTIONS = 12;

/** A database of the bench's own, thrown away afterwards. */
export interface BenchDatabase {
  readonly url: string;
  readonly sql: (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  drop(): Promise<void>;
}

/** @param server where databases may be created, by a superuser: copies of orders go past triggers */
export async function createBenchDatabase(server: string): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await run(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    sql: (text) => run(url.href, text),
    drop: async () => {
      await run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function run(url: string, text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}

/** Where the others insert: with the columns and indexes that the product's notices have. */
export async function makeTablesForOthers({ sql }: BenchDatabase): Promise<void> {
  await sql('CREATE TABLE bench_notices (LIKE notices INCLUDING ALL)');
  await sql(
    'CREATE TABLE bench_orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body jsonb NOT NULL)',
  );
}

const BATCH = 50_000;

/** Copies one order, with its attempt and its history, under other ids. It is as if so many had been made. */
export async function copyOrder(database: BenchDatabase, template: Payable, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH)
    await database.sql(copies(template.id, from + 1, Math.min(count, from + BATCH)));
  await database.sql('VACUUM ANALYZE');
}

export function copyOf(number: number): Payable {
  return { id: `ord_copy${number}`, token: `copy-of-the-token-${number}`, attemptId: `att_copy${number}` };
}

function copies(template: string, from: number, to: number): string {
  return `
    BEGIN;
    SET LOCAL session_replication_role = replica;
    INSERT INTO orders (id, version, status, body, due_at, created_at, looked_at)
      SELECT 'ord_copy' || n, version, status, body || jsonb_build_object(
        'id', 'ord_copy' || n, 'token', 'copy-of-the-token-' || n, 'reference', 'COPY-' || n
      ), due_at, created_at - n * interval '1 second', looked_at
      FROM orders, generate_series(${from}, ${to}) AS n WHERE id = '${template}';
    INSERT INTO attempts (id, order_id, number, body)
      SELECT 'att_copy' || n, 'ord_copy' || n, number, jsonb_set(body || jsonb_build_object(
        'id', 'att_copy' || n, 'nonce', 'nonce-of-copy-' || n
      ), '{intent,id}', to_jsonb(100000000 + n))
      FROM attempts, generate_series(${from}, ${to}) AS n WHERE order_id = '${template}';
    INSERT INTO intent_uses (intent_id, attempt_id)
      SELECT 100000000 + n, 'att_copy' || n FROM generate_series(${from}, ${to}) AS n;
    INSERT INTO order_history (order_id, sequence, at, moved_by, evidence, change, attempt_id, attempt_status)
      SELECT 'ord_copy' || n, sequence, at, moved_by, evidence, change,
        CASE WHEN attempt_id IS NULL THEN NULL ELSE 'att_copy' || n END, attempt_status
      FROM order_history, generate_series(${from}, ${to}) AS n WHERE order_id = '${template}';
    COMMIT`;
}
