import { z } from 'zod';
import type { Statement } from '../../postgres/database';
import { wholeNumber } from '../../postgres/values';

export const FIND_SCHEDULE: Statement = {
  name: 'find_schedule',
  text: 'SELECT repeat_payment_id AS id FROM schedule_uses WHERE type = $1 AND schedule_id = $2',
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

export const NEXT_DUE: Statement = {
  name: 'next_due_repeat_payment',
  text: `
    SELECT least(
      (SELECT due_at FROM repeat_payments WHERE due_at IS NOT NULL AND (leased_until IS NULL OR leased_until <= $1)
       ORDER BY due_at LIMIT 1),
      (SELECT min(coalesce(leased_until, $1)) FROM repeat_payments WHERE asks > answered)
    ) AS due_at`,
};
export const RESCHEDULE: Statement = {
  name: 'reschedule_repeat_payment',
  text: `
    UPDATE repeat_payments SET looked_at = $3, leased_until = $5, answered = greatest(answered, least($6, asks)),
      asked_at = CASE WHEN asks > greatest(answered, $6) THEN $3::timestamptz END,
      due_at = CASE WHEN version = $2 THEN $4 ELSE due_at END
    WHERE id = $1`,
};

/** Reads no more than the partial index of what it counts. */
export const ASKED: Statement = {
  name: 'asked_repeat_payments',
  text: 'SELECT count(*) AS count, min(asked_at) AS oldest FROM repeat_payments WHERE asks > answered',
};
