import { randomBytes } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import type { Database } from '../../src/orders/database';
import { openDatabase, type DatabaseLog } from '../../src/orders/open-database';

/** Tests that need a server run where one is given, and say so where none is. */
export const SERVER_URL = process.env['TEST_DATABASE_URL'];
export const describeWithPostgres = SERVER_URL ? describe : describe.skip;

export const SILENT: DatabaseLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A place of its own on the test server: nothing else is in it, and it is gone afterwards. */
export class TestDatabase {
  private readonly opened: Database[] = [];

  private constructor(
    readonly name: string,
    readonly url: string,
  ) {}

  static async create(): Promise<TestDatabase> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await administer(`CREATE DATABASE ${name}`);
    const url = new URL(SERVER_URL ?? '');
    url.pathname = `/${name}`;
    return new TestDatabase(name, url.href);
  }

  /** Another process's view of it: a pool of its own. */
  async open(log: DatabaseLog = SILENT): Promise<Database> {
    const database = await openDatabase({ url: this.url, migrate: true }, log);
    this.opened.push(database);
    return database;
  }

  /** Runs SQL as nobody's application would: straight at the tables. */
  async sql(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** The rule that refuses this SQL; null when it is let through, and then it is undone. */
  async ruleBrokenBy(text: string): Promise<string | null> {
    try {
      await this.sql(`BEGIN; ${text}; ROLLBACK`);
      return null;
    } catch (error) {
      if (error instanceof DatabaseError) return error.constraint ?? error.code ?? 'unknown';
      throw error;
    }
  }

  async drop(): Promise<void> {
    const open = this.opened.filter(({ pool }) => !pool.ended);
    await Promise.all(open.map((database) => database.close()));
    await administer(`DROP DATABASE ${this.name} WITH (FORCE)`);
  }
}

/**
 * Databases that are empty but for the schema, made once and used again by one test after the other. Only a superuser may put the
 * triggers aside that keep the books from being emptied.
 */
export class EmptyDatabases {
  private readonly free: { readonly place: TestDatabase; readonly database: Database }[] = [];
  private readonly taken: { readonly place: TestDatabase; readonly database: Database }[] = [];

  async take(): Promise<Database> {
    const next = this.free.pop() ?? (await this.another());
    this.taken.push(next);
    return next.database;
  }

  /** Empties what was taken. */
  async giveBack(): Promise<void> {
    const used = this.taken.splice(0);
    await Promise.all(used.map(({ place }) => place.sql(EMPTY)));
    this.free.push(...used);
  }

  async drop(): Promise<void> {
    await Promise.all(this.free.splice(0).map(({ place }) => place.drop()));
  }

  private async another() {
    const place = await TestDatabase.create();
    return { place, database: await place.open() };
  }
}

const EMPTY = `
  SET session_replication_role = replica;
  DELETE FROM shop_events; DELETE FROM refunds; DELETE FROM attempts; DELETE FROM order_history; DELETE FROM orders;
  DELETE FROM transaction_uses; DELETE FROM intent_uses; UPDATE event_feed SET last_position = 0;`;

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: SERVER_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
