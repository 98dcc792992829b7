import { z } from 'zod';
import type { Statement } from '../postgres/database';
import { moment, wholeNumber } from '../postgres/values';

/**
 * Keeps notices; one whose twin waits is dropped, and so is one too many for its payment. In one order whoever writes: two batches
 * with the same notices wait for each other, never in a circle.
 * @returns the payments for which too many wait
 */
export const KEEP: Statement = {
  name: 'keep_notices',
  text: `
    WITH given AS (
      SELECT *, row_number() OVER (PARTITION BY attempt_id ORDER BY transaction_id) + (
        SELECT count(*) FROM notices WHERE notices.attempt_id = given.attempt_id AND due_at IS NOT NULL
      ) AS place
      FROM json_to_recordset($1) AS given (order_id text, attempt_id text, transaction_id text, said jsonb)
    ), kept AS (
      INSERT INTO notices (order_id, attempt_id, transaction_id, said, received_at, due_at)
      SELECT order_id, attempt_id, transaction_id, said, $2::timestamptz, greatest($2::timestamptz, (
        SELECT until FROM notice_pauses WHERE notice_pauses.attempt_id = given.attempt_id
      ))
      FROM given WHERE place <= $3::integer
      ORDER BY attempt_id, transaction_id
      ON CONFLICT (attempt_id, coalesce(transaction_id, '')) WHERE state = 'waiting' DO NOTHING
    )
    SELECT DISTINCT order_id, attempt_id FROM given WHERE place > $3::integer`,
};

/**
 * Takes notices that are due: at most one for each payment, and none for a payment that was looked at a moment ago; those are put off
 * until they may be. Who asks for a payment's turn at the same moment waits here for the other, and does not get it.
 */
export const TAKE_DUE: Statement = {
  name: 'take_due_notices',
  text: `
    WITH due AS (
      SELECT id, attempt_id FROM notices WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ), turns AS (
      INSERT INTO notice_pauses (attempt_id, until)
      SELECT DISTINCT attempt_id, $3::timestamptz FROM due ORDER BY attempt_id
      ON CONFLICT (attempt_id) DO UPDATE SET until = excluded.until WHERE notice_pauses.until <= $1
      RETURNING attempt_id
    ), taken AS (
      SELECT min(id) AS id FROM due JOIN turns USING (attempt_id) GROUP BY attempt_id
    )
    UPDATE notices SET
      state = CASE WHEN taken.id IS NULL THEN state ELSE 'looking' END,
      tries = tries + CASE WHEN taken.id IS NULL THEN 0 ELSE 1 END,
      due_at = CASE WHEN taken.id IS NULL THEN $3 ELSE $4::timestamptz END
    FROM due LEFT JOIN taken USING (id)
    WHERE notices.id = due.id
    RETURNING notices.id, order_id, notices.attempt_id, transaction_id, received_at, tries, taken.id IS NOT NULL AS is_taken`,
};

/** Also settles earlier notices of the same that wait for another try: this look has answered them. */
export const SETTLE: Statement = {
  name: 'settle_notice',
  text: `
    UPDATE notices SET state = 'done', due_at = NULL, settled_at = $4, failure = NULL
    WHERE id = $1 OR (
      attempt_id = $2 AND transaction_id IS NOT DISTINCT FROM $3 AND state = 'retrying' AND due_at IS NOT NULL AND id < $1
    )`,
};

/** Without another time to try it is given up. */
export const PUT_OFF: Statement = {
  name: 'put_off_notice',
  text: `
    UPDATE notices SET
      state = CASE WHEN $2::timestamptz IS NULL THEN 'given_up' ELSE 'retrying' END,
      due_at = $2, failure = $3, settled_at = CASE WHEN $2::timestamptz IS NULL THEN $4::timestamptz END
    WHERE id = $1 AND state = 'looking'`,
};

export const NEXT_DUE: Statement = {
  name: 'next_due_notice',
  text: 'SELECT min(due_at) AS due_at FROM notices WHERE due_at IS NOT NULL',
};

export const REPLAY: Statement = {
  name: 'replay_notices',
  text: `
    UPDATE notices SET state = 'retrying', due_at = $3, tries = 0, settled_at = NULL
    WHERE received_at >= $1 AND received_at < $2 AND due_at IS NULL
    RETURNING id`,
};

export const FORGET: Statement = {
  name: 'forget_notices',
  text: 'DELETE FROM notices WHERE received_at < $1 AND due_at IS NULL RETURNING id',
};

export const COUNT_OLD: Statement = {
  name: 'count_old_notices',
  text: 'SELECT count(*) AS count FROM notices WHERE received_at < $1 AND due_at IS NULL',
};

export const BACKLOG: Statement = {
  name: 'backlog_of_notices',
  text: 'SELECT count(*) AS count, min(received_at) AS oldest FROM notices WHERE due_at IS NOT NULL',
};

export const crowdedRow = z
  .object({ order_id: z.string(), attempt_id: z.string() })
  .transform((row) => ({ orderId: row.order_id, attemptId: row.attempt_id }));

export const takenRow = z
  .object({
    id: wholeNumber,
    order_id: z.string(),
    attempt_id: z.string(),
    transaction_id: z.string().nullable(),
    received_at: moment,
    tries: wholeNumber,
    is_taken: z.boolean(),
  })
  .transform((row) => ({
    id: row.id,
    notice: { orderId: row.order_id, attemptId: row.attempt_id, transactionId: row.transaction_id },
    receivedAt: row.received_at,
    tries: row.tries,
    isTaken: row.is_taken,
  }));

export const idRow = z.object({ id: wholeNumber });
export const countRow = z.object({ count: wholeNumber });
export const backlogRow = z.object({ count: wholeNumber, oldest: moment.nullable() });
