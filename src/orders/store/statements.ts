import type { Statement } from '../../postgres/database';
import { ORDER_COLUMNS } from './order-row';

export const FIND_TRANSACTION: Statement = {
  name: 'find_transaction',
  text: 'SELECT order_id, attempt_id FROM transaction_uses WHERE transaction_id = $1',
};
export const FIND_ALL: Statement = {
  name: 'find_orders',
  text: `SELECT ${ORDER_COLUMNS} FROM orders WHERE id = ANY ($1)`,
};

/** The same as `isOnlyEnding`. */
const ONLY_ENDING = "status = 'open' AND due_at >= CAST(body ->> 'expiresAt' AS timestamptz)";

const claim = (which: string, first: string) => `
    WITH due AS (
      SELECT id FROM orders WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) AND ${which}
      ORDER BY ${first}due_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE orders SET leased_until = $3 FROM due WHERE orders.id = due.id
      RETURNING orders.id, orders.due_at, orders.status
    )
    SELECT id FROM claimed ORDER BY ${first}due_at`;

/** Behind many that only end it reads those, too, but no more than once for each round of the sweep. */
export const CLAIM_DUE: Statement = {
  name: 'claim_due_orders',
  text: claim(`(${ONLY_ENDING}) IS NOT TRUE`, "status = 'processing' DESC, "),
};
export const CLAIM_ENDING: Statement = { name: 'claim_ending_orders', text: claim(ONLY_ENDING, '') };
/** One row of the index, and those before it that somebody looks at. */
export const NEXT_DUE: Statement = {
  name: 'next_due_order',
  text: `
    SELECT due_at FROM orders WHERE due_at IS NOT NULL AND (leased_until IS NULL OR leased_until <= $1)
    ORDER BY due_at LIMIT 1`,
};
export const RESCHEDULE: Statement = {
  name: 'reschedule_order',
  text: `
    UPDATE orders SET looked_at = $3, leased_until = NULL, due_at = CASE WHEN version = $2 THEN $4 ELSE due_at END
    WHERE id = $1`,
};
