import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Pool } from 'pg';
import { z } from 'zod';
import { Database, type Statement } from '../../src/postgres/database';
import { createDatabase, describeOnPostgres, type TestDatabase } from '../support/postgres';

const FOLDER = path.join(__dirname, '../../migrations');
/** The newest that a release came with that may still be running. */
const LAST_OF_BEFORE = '0009-erasure-of-repeat-payments.sql';

/** What gives ids out, as that release asks for it: its processes keep the plans. */
const KEPT_PLANS: readonly Statement[] = [
  {
    name: 'find_transaction',
    text: "SELECT order_id, attempt_id FROM transaction_uses WHERE transaction_id = 'BL-1'",
  },
  {
    name: 'find_schedule',
    text: "SELECT repeat_payment_id AS id FROM schedule_uses WHERE type = 'fixed' AND schedule_id = 1",
  },
  { name: 'event', text: "SELECT order_id, repeat_payment_id, data FROM shop_events WHERE id = 'evt_1'" },
  {
    name: 'due_notices',
    text: 'UPDATE notices SET tries = tries WHERE id = 1 RETURNING order_id, attempt_id',
  },
  { name: 'find_order', text: "SELECT version, looked_at, body FROM orders WHERE id = 'ord_1'" },
  { name: 'history', text: "SELECT sequence, at, change FROM order_history WHERE order_id = 'ord_1'" },
];

describeOnPostgres('a process that runs on while the next release migrates', () => {
  let place: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    place = await createDatabase();
    database = new Database(new Pool({ connectionString: place.url, max: 1 }));
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  const askForAll = async () => {
    for (const statement of KEPT_PLANS) expect(await database.run(statement, [], z.unknown())).toEqual([]);
  };

  it('goes on asking what it has asked before', async () => {
    const files = readdirSync(FOLDER).sort();
    const migrateWith = async (some: readonly string[]) => {
      const pool = new Pool({ connectionString: place.url });
      for (const file of some) await pool.query(readFileSync(path.join(FOLDER, file), 'utf8'));
      await pool.end();
    };
    await migrateWith(files.filter((file) => file <= LAST_OF_BEFORE));
    await askForAll();
    await migrateWith(files.filter((file) => file > LAST_OF_BEFORE));
    await askForAll();
  });

  it('fails once at most where what it asks for has changed, and never again on the same connection', async () => {
    await database.pool.query('CREATE TABLE other (id text PRIMARY KEY, told text)');
    const other = { name: 'told', text: "SELECT told FROM other WHERE id = '1'" };
    await database.run(other, [], z.unknown());
    await database.pool.query('ALTER TABLE other ALTER COLUMN told TYPE text COLLATE "C"');
    await expect(database.run(other, [], z.unknown())).rejects.toMatchObject({ sqlState: '0A000' });
    expect(await database.run(other, [], z.unknown())).toEqual([]);
  });
});
