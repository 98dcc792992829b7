import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { DatabaseUnfit } from './errors';
import { RIGHTS } from './rights';

type Queryable = Pick<Pool, 'query'>;

/** Settings that our statements and the driver assume, whatever is set for the server, the database or the user. */
const SESSION = `
  SET DateStyle = 'ISO, YMD';
  SET TimeZone = 'UTC';
  SET standard_conforming_strings = on;
  SET default_transaction_isolation = 'read committed'`;

/** Runs on each new connection, before anything else; as statements, since poolers refuse settings that come with the connection. */
export async function setSession(client: PoolClient): Promise<void> {
  await client.query(SESSION);
}

const fitness = z.object({
  encoding: z.string(),
  isReadOnly: z.boolean(),
  keepsSettings: z.boolean(),
  schema: z.string().nullable(),
  mayCreate: z.boolean().nullable(),
});

/** True on a standby, and on a database set to be read-only; nothing is written to find out. */
export const IS_READ_ONLY = "(current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery())";

const FITNESS = `
  SELECT current_setting('server_encoding') AS encoding,
    ${IS_READ_ONLY} AS "isReadOnly",
    current_setting('DateStyle') LIKE 'ISO%' AND current_setting('standard_conforming_strings') = 'on' AS "keepsSettings",
    current_schema()::text AS schema,
    has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate"`;

/** @throws DatabaseUnfit whose message says in one sentence what to do */
export async function insistOnFitness(
  database: Queryable,
  needs: { readonly toCreate: boolean },
): Promise<void> {
  const { rows } = await database.query(FITNESS);
  const found = fitness.parse(rows[0]);
  if (found.encoding !== 'UTF8')
    throw new DatabaseUnfit(
      `The database has the encoding ${found.encoding}: make one with ENCODING 'UTF8' TEMPLATE template0 and name it in DATABASE_URL`,
    );
  if (found.isReadOnly)
    throw new DatabaseUnfit(
      'The database only reads: name the primary server in DATABASE_URL, or turn default_transaction_read_only off',
    );
  if (!found.keepsSettings)
    throw new DatabaseUnfit(
      'Settings of a database connection are lost on the way: a pooler has to work in session mode',
    );
  if (found.schema === null)
    throw new DatabaseUnfit(
      'The database user may use no schema of its search_path: grant it USAGE on one, or run npm run migrate as the owner with DATABASE_ROLE',
    );
  if (needs.toCreate && found.mayCreate !== true)
    throw new DatabaseUnfit(
      `The database user may not make tables in the schema ${found.schema}: make it the owner of the database, or set MIGRATE=off and run npm run migrate as the owner`,
    );
}

const refusedRights = z.array(z.object({ tableName: z.string(), privilege: z.string() }));

/** @throws DatabaseUnfit when the database user lacks a right on an existing table that the server needs */
export async function insistOnRights(database: Queryable): Promise<void> {
  const wanted = Object.entries(RIGHTS).flatMap(([table, rights]) => rights.map((right) => [table, right]));
  const { rows } = await database.query(
    `SELECT wanted.table_name AS "tableName", wanted.privilege
     FROM unnest($1::text[], $2::text[]) AS wanted (table_name, privilege)
     WHERE has_table_privilege(to_regclass(quote_ident(wanted.table_name)), wanted.privilege) IS FALSE`,
    [wanted.map(([table]) => table), wanted.map(([, right]) => right)],
  );
  const [first] = refusedRights.parse(rows);
  if (first)
    throw new DatabaseUnfit(
      `The database user has no right to ${first.privilege} on ${first.tableName}: run npm run migrate as the owner, with DATABASE_ROLE set to this user`,
    );
}
