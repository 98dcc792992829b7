import { z } from 'zod';
import type { Statement } from '../../postgres/database';
import { deliveriesWritten } from '../../ledger/outbox-statement';
import { COLUMNS } from './rows';
import { wholeNumber } from '../../postgres/values';

const ENTRY_TYPES =
  'sequence integer, at timestamptz, moved_by text, evidence text, change jsonb, setup_id text, setup_status text';
const EVENT_TYPES =
  'id text, payment_id text, sequence integer, type text, created_at timestamptz, data json';

const NEW = `
  INSERT INTO repeat_payments (id, version, status, body, due_at, created_at, looked_at)
  VALUES ($1, $2, $3, $4, $5, $10, $10)
  RETURNING id`;

/** Two writers that decided on the same version: the second waits for the first here, and then finds no such version. */
const NEXT_VERSION = `
  UPDATE repeat_payments SET version = $2, status = $3, body = $4, due_at = $5 WHERE id = $1 AND version = $10
  RETURNING id`;

/**
 * Everything that one append writes, in one statement, as orders do it. Nothing is written unless the repeat payment was.
 * Schedules are claimed first, setups that are over come before the live one, and the feed's row, which all share, is locked last.
 */
const written = (repeatPayment: string) => `
  WITH kept AS (${repeatPayment}
  ), schedules AS (
    INSERT INTO schedule_uses (type, schedule_id, repeat_payment_id)
    SELECT used.type, used.schedule_id, $1 FROM kept, json_to_recordset($7) AS used (type text, schedule_id bigint)
    WHERE $1 IS DISTINCT FROM (
      SELECT own.repeat_payment_id FROM schedule_uses AS own
      WHERE own.type = used.type AND own.schedule_id = used.schedule_id
    )
    RETURNING 1
  ), lines AS (
    INSERT INTO repeat_payment_history
      (repeat_payment_id, sequence, at, moved_by, evidence, change, setup_id, setup_status)
    SELECT $1, given.* FROM kept, json_to_recordset($8) AS given (${ENTRY_TYPES})
    WHERE (SELECT count(*) FROM schedules) >= 0
    ORDER BY given.sequence
    RETURNING 1
  ), tries AS (
    INSERT INTO repeat_payment_setups (id, repeat_payment_id, number, body)
    SELECT given.id, $1, given.number, given.body
    FROM kept, json_to_recordset($6) AS given (id text, number integer, body jsonb)
    WHERE (SELECT count(*) FROM schedules) >= 0
    ORDER BY given.body ->> 'status' IN ('ready', 'charging', 'challenged', 'unknown'), given.number
    ON CONFLICT (id) DO UPDATE SET body = excluded.body
    RETURNING 1
  ), positions AS (
    UPDATE event_feed SET last_position = last_position + $11::integer
    WHERE $11::integer > 0 AND EXISTS (SELECT FROM kept)
      AND (SELECT count(*) FROM lines) + (SELECT count(*) FROM tries) >= 0
    RETURNING last_position - $11::integer AS before
  ), told AS (
    INSERT INTO shop_events (position, repeat_payment_id, id, payment_id, sequence, type, created_at, data)
    SELECT positions.before + row_number() OVER (ORDER BY given.sequence), $1, given.*
    FROM positions, json_to_recordset($9) AS given (${EVENT_TYPES})
    RETURNING id, created_at
  ), deliveries AS (${deliveriesWritten(12)}
  )
  SELECT id FROM kept`;

export const CREATE: Statement = { name: 'create_repeat_payment', text: written(NEW) };
export const CHANGE: Statement = { name: 'change_repeat_payment', text: written(NEXT_VERSION) };

export const idRow = z.object({ id: z.string() });

export const FIND: Statement = {
  name: 'find_repeat_payment',
  text: `SELECT ${COLUMNS} FROM repeat_payments WHERE id = $1`,
};
export const FIND_BY_TOKEN: Statement = {
  name: 'find_repeat_payment_by_token',
  text: `SELECT ${COLUMNS} FROM repeat_payments WHERE token = $1`,
};
export const FIND_SCHEDULE: Statement = {
  name: 'find_schedule',
  text: 'SELECT repeat_payment_id AS id FROM schedule_uses WHERE type = $1 AND schedule_id = $2',
};
export const HISTORY: Statement = {
  name: 'repeat_payment_history',
  text: `SELECT sequence, at, moved_by, evidence, change FROM repeat_payment_history
    WHERE repeat_payment_id = $1 ORDER BY sequence`,
};
export const REQUEST_LOOK: Statement = {
  name: 'request_look',
  text: `
    UPDATE repeat_payments SET asks = asks + 1, asked_at = coalesce(asked_at, $2) WHERE id = $1 RETURNING id`,
};
/** The same as `onlyExpires`. */
const ONLY_EXPIRES = "(body -> 'schedule' = 'null' AND due_at = CAST(body ->> 'expiresAt' AS timestamptz))";

export const CLAIM_DUE: Statement = {
  name: 'claim_due_repeat_payments',
  text: `
    WITH due AS (
      SELECT id FROM repeat_payments
      WHERE (due_at <= $1 OR asks > answered) AND (leased_until IS NULL OR leased_until <= $1)
      ORDER BY asks > answered DESC, ${ONLY_EXPIRES}, due_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE repeat_payments SET leased_until = $3 FROM due WHERE repeat_payments.id = due.id
      RETURNING repeat_payments.id, asks, asks > answered AS is_asked, ${ONLY_EXPIRES} AS only_expires, due_at
    )
    SELECT id, asks, is_asked FROM claimed ORDER BY is_asked DESC, only_expires, due_at`,
};
export const dueRow = z
  .object({ id: z.string(), asks: wholeNumber, is_asked: z.boolean() })
  .transform(({ id, asks, is_asked }) => ({ id, asks, isAsked: is_asked }));

export const RESCHEDULE: Statement = {
  name: 'reschedule_repeat_payment',
  text: `
    UPDATE repeat_payments SET looked_at = $3, leased_until = $5, answered = greatest(answered, least($6, asks)),
      asked_at = CASE WHEN asks > greatest(answered, $6) THEN $3::timestamptz END,
      due_at = CASE WHEN version = $2 THEN $4 ELSE due_at END
    WHERE id = $1`,
};
