import type { Pool, PoolClient, QueryConfig } from 'pg';
import { z } from 'zod';
import { databaseError, DatabaseUnavailable, leavesConnectionUsable } from './errors';
import { IS_READ_ONLY } from './fitness';

/** The name lets the server keep the statement's plan, and tells errors what was attempted. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** False for a text that is composed anew each time: the server keeps no plan for it. */
  readonly isPrepared?: boolean;
}

/**
 * PostgreSQL, one statement at a time and each of them a transaction of its own: no connection ever waits for us in the middle of a
 * transaction. The pool is public for libraries that bring their own statements.
 */
export class Database {
  private probe: Promise<void> | null = null;

  /** @param probeMs how long `check` waits for an answer */
  constructor(
    readonly pool: Pool,
    private readonly probeMs = 2_000,
  ) {}

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

  /** @throws DatabaseUnavailable when it cannot be written to now. However many ask at once, one probe is under way. */
  check(): Promise<void> {
    this.probe ??= this.ask('probe', { text: PROBE, query_timeout: this.probeMs }, insistOnWriting)
      .then(() => undefined)
      .finally(() => {
        this.probe = null;
      });
    return this.probe;
  }

  /** How many connections this process has, and how many of its statements wait for one. */
  connections(): {
    readonly limit: number;
    readonly busy: number;
    readonly idle: number;
    readonly waiting: number;
  } {
    const { totalCount, idleCount, waitingCount, options } = this.pool;
    return { limit: options.max, busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /** Resolves when the statements under way are done and every connection is closed. */
  close(): Promise<void> {
    return this.pool.end();
  }

  private async ask(
    name: string,
    query: Query,
    insist: Insist = () => undefined,
  ): Promise<readonly unknown[]> {
    try {
      return await rowsOf(await this.pool.connect(), query, insist);
    } catch (error) {
      throw databaseError(error, name);
    }
  }
}

const PROBE = `SELECT ${IS_READ_ONLY} AS "isReadOnly"`;
const probed = z.object({ isReadOnly: z.boolean() });

/** Checked because a server that became a standby, or whose disk is full, answers reads as before. */
function insistOnWriting([row]: readonly unknown[]): void {
  if (probed.parse(row).isReadOnly) throw new DatabaseUnavailable('probe: it only reads');
}

type Query = QueryConfig & { readonly query_timeout?: number };

/** Throws when the rows show that their connection is of no more use. */
type Insist = (rows: readonly unknown[]) => void;

async function rowsOf(client: PoolClient, query: Query, insist: Insist): Promise<readonly unknown[]> {
  try {
    const { rows } = await client.query<Record<string, unknown>>(query);
    insist(rows);
    client.release();
    return rows;
  } catch (error) {
    client.release(!leavesConnectionUsable(error)); // the pool's own `query` would close the connection after every error
    throw error;
  }
}
