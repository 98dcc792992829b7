import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { z } from 'zod';
import { databaseError, leavesConnectionUsable } from './database-errors';

/** The name lets the server keep the plan, and says in errors what was attempted. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** False for a text that is composed anew each time: its plan is not kept. */
  readonly isPrepared?: boolean;
}

/** A probe gives up so early that readiness falls within 5 s: 2 s for a connection, 2 s for an answer. */
const PROBE_MS = 2_000;

/**
 * PostgreSQL, one statement at a time and each of them a transaction of its own: no connection is ever kept waiting for us in the
 * middle of one. The pool is there for libraries that bring their own statements.
 */
export class Database {
  private probe: Promise<void> | null = null;

  constructor(readonly pool: Pool) {}

  /**
   * @returns the rows, each read by `row`
   * @throws DatabaseUnavailable, DatabaseConflict, DatabaseRefused
   */
  async run<Row extends z.ZodType>(
    { name, text, isPrepared = true }: Statement,
    values: readonly unknown[],
    row: Row,
  ): Promise<z.infer<Row>[]> {
    const rows = await this.ask(name, { ...(isPrepared && { name }), text, values: [...values] });
    return rows.map((each) => row.parse(each));
  }

  /** @throws DatabaseUnavailable within 5 s when it cannot be used now. However many ask at once, one probe is under way. */
  check(): Promise<void> {
    this.probe ??= this.ask('probe', { text: 'SELECT 1', query_timeout: PROBE_MS })
      .then(() => undefined)
      .finally(() => {
        this.probe = null;
      });
    return this.probe;
  }

  /** Resolves when the statements under way are done and every connection is closed. */
  close(): Promise<void> {
    return this.pool.end();
  }

  private async ask(name: string, query: Query): Promise<readonly unknown[]> {
    try {
      return await rowsOf(await this.pool.connect(), query);
    } catch (error) {
      throw databaseError(error, name);
    }
  }
}

type Query = QueryConfig & { readonly query_timeout?: number };

async function rowsOf(client: PoolClient, query: Query): Promise<readonly unknown[]> {
  try {
    const { rows } = await client.query<Record<string, unknown>>(query);
    client.release();
    return rows;
  } catch (error) {
    client.release(!leavesConnectionUsable(error)); // the pool's own `query` would throw away every connection that was told no
    throw error;
  }
}
