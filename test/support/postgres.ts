import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describeWhere } from './what-is-here';

const SERVER = process.env['TEST_DATABASE_URL'];

/** Runs the tests on a PostgreSQL, where there is one: `TEST_DATABASE_URL`, a user who may create databases. */
export const describeOnPostgres = describeWhere(
  SERVER !== undefined && SERVER !== '',
  'PostgreSQL: set TEST_DATABASE_URL to a server where databases may be created',
);

export interface TestDatabase {
  readonly url: string;
  /** Also cuts off whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * An empty database of its own, so that files which run side by side do not meet.
 * @param made how, as CREATE DATABASE takes it
 */
export async function createDatabase(made = ''): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} ${made}`);
  const url = new URL(SERVER ?? '');
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: SERVER });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
