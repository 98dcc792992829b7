import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type Pool } from 'pg';
import { z } from 'zod';
import { DatabaseUnfit } from './errors';
import { RIGHTS } from './rights';

/** The role that the server connects as, when it is not the owner of the tables. */
export interface ServersRole {
  readonly name: string;
  /** When given, a missing role is created, and the role logs in with this password. */
  readonly password: string | null;
}

/**
 * Grants the role just the rights that the server needs, and revokes all others that the role had on our tables.
 * @param owner connected as the owner of the tables
 * @throws DatabaseUnfit
 */
export async function grantRights(owner: Pool, role: ServersRole): Promise<void> {
  const client = await owner.connect();
  try {
    const { schema, isOwner, isThere } = await standing(client, role.name);
    if (isOwner)
      throw new DatabaseUnfit('DATABASE_ROLE names the owner itself: give the server a role of its own');
    if (!isThere && role.password === null)
      throw new DatabaseUnfit(
        'The role that DATABASE_ROLE names is not there: make it, or set DATABASE_ROLE_PASSWORD',
      );
    await client.query('BEGIN');
    if (role.password !== null) await client.query(login(role.name, role.password, isThere));
    for (const statement of grants(escapeIdentifier(schema), escapeIdentifier(role.name)))
      await client.query(statement);
    await client.query('COMMIT');
  } finally {
    client.release(true); // closing the connection rolls back what was begun and not committed
  }
}

const standingRow = z.object({ schema: z.string(), isOwner: z.boolean(), isThere: z.boolean() });

async function standing(client: Pick<Pool, 'query'>, role: string) {
  const { rows } = await client.query(
    `SELECT current_schema()::text AS schema, current_user = $1 AS "isOwner",
       EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS "isThere"`,
    [role],
  );
  return standingRow.parse(rows[0]);
}

function login(role: string, password: string, isThere: boolean): string {
  const verb = isThere ? 'ALTER' : 'CREATE';
  return `${verb} ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(scramVerifier(password))}`;
}

/**
 * What PostgreSQL stores of a password, so that the password itself is in no statement and no log of the server.
 * @see https://www.rfc-editor.org/rfc/rfc5803
 */
function scramVerifier(password: string, iterations = 4_096): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}

function grants(schema: string, role: string): readonly string[] {
  const tables = Object.entries(RIGHTS);
  const all = tables.map(([table]) => `${schema}.${escapeIdentifier(table)}`).join(', ');
  return [
    `REVOKE ALL ON ${all} FROM ${role}`,
    `REVOKE CREATE ON SCHEMA ${schema} FROM ${role}`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
    ...tables.map(
      ([table, rights]) => `GRANT ${rights.join(', ')} ON ${schema}.${escapeIdentifier(table)} TO ${role}`,
    ),
  ];
}
