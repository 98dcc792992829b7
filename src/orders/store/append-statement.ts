import { transactionsOf } from '../domain/attempt-transactions';
import type { Statement } from '../../postgres/database';
import { rowOfEvent } from './event-row';
import type { Entry, OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import { nextDueAt } from '../domain/due';
import { bodyOf } from './order-row';
import type { OrderEvent } from '../domain/events';
import { transitionOf } from '../domain/transitions';
import { statusOf } from '../domain/status';
import { jsonText } from '../../postgres/stored-text';
import { deliveriesOf, deliveriesWritten } from '../../ledger/outbox-statement';
import { changedParts, rowOfLine } from '../../ledger/rows';
import type { Append } from '../../ledger/stored-kind';

export const ENTRY_TYPES =
  'sequence integer, at timestamptz, moved_by text, evidence text, change jsonb, attempt_id text, attempt_status text';
export const EVENT_TYPES = 'id text, sequence integer, type text, created_at timestamptz, data json';

const NEW_ORDER = `
  INSERT INTO orders (id, version, status, body, due_at, created_at, looked_at)
  VALUES ($1, $2, $3, $4, $5, $11, $11)
  RETURNING id`;

/** Two writers that decided on the same version: the second waits for the first here, and then finds no such version. */
const NEXT_VERSION = `
  UPDATE orders SET version = $2, status = $3, body = $4, due_at = $5 WHERE id = $1 AND version = $11
  RETURNING id`;

/**
 * Everything that one append writes, in one statement: one round trip, and a transaction that no lost connection can leave open.
 * Nothing is written unless the order was. PostgreSQL runs the parts in the order in which they count each other's rows:
 * - transactions and intents are claimed first, so that one that is taken is what a refusal says;
 * - attempts that are over come before the live one, which takes their place in the index of live attempts;
 * - the feed's row, which all orders share, is locked last: whoever holds it waits for nobody.
 */
const written = (order: string) => `
  WITH kept AS (${order}
  ), attempted AS (
    SELECT given.* FROM kept, json_to_recordset($6) AS given (id text, number integer, body jsonb, transactions text[])
  ), transactions AS (
    INSERT INTO transaction_uses (transaction_id, order_id, attempt_id)
    SELECT transaction_id, $1, id FROM attempted, unnest(transactions) AS used (transaction_id)
    WHERE id IS DISTINCT FROM (
      SELECT own.attempt_id FROM transaction_uses AS own WHERE own.transaction_id = used.transaction_id
    )
    RETURNING 1
  ), intents AS (
    INSERT INTO intent_uses (intent_id, attempt_id)
    SELECT intent_id, id FROM attempted, CAST(body #>> '{intent,id}' AS bigint) AS used (intent_id)
    WHERE (SELECT count(*) FROM transactions) >= 0 AND id IS DISTINCT FROM (
      SELECT own.attempt_id FROM intent_uses AS own WHERE own.intent_id = used.intent_id
    )
    RETURNING 1
  ), lines AS (
    INSERT INTO order_history (order_id, sequence, at, moved_by, evidence, change, attempt_id, attempt_status)
    SELECT $1, given.* FROM kept, json_to_recordset($8) AS given (${ENTRY_TYPES})
    ORDER BY given.sequence
    RETURNING 1
  ), tries AS (
    INSERT INTO attempts (id, order_id, number, body)
    SELECT id, $1, number, body FROM attempted
    WHERE (SELECT count(*) FROM intents) >= 0
    ORDER BY body ->> 'status' IN ('ready', 'charging', 'challenged'), number
    ON CONFLICT (id) DO UPDATE SET body = excluded.body
    RETURNING 1
  ), given_back AS (
    INSERT INTO refunds (id, order_id, number, body)
    SELECT given.id, $1, given.number, given.body
    FROM kept, json_to_recordset($7) AS given (id text, number integer, body jsonb)
    ON CONFLICT (id) DO UPDATE SET body = excluded.body
    RETURNING 1
  ), positions AS (
    UPDATE event_feed SET last_position = last_position + $10::integer
    WHERE $10::integer > 0 AND EXISTS (SELECT FROM kept)
      AND (SELECT count(*) FROM lines) + (SELECT count(*) FROM tries) + (SELECT count(*) FROM given_back) >= 0
    RETURNING last_position - $10::integer AS before
  ), told AS (
    INSERT INTO shop_events (position, order_id, id, sequence, type, created_at, data)
    SELECT positions.before + row_number() OVER (ORDER BY given.sequence), $1, given.*
    FROM positions, json_to_recordset($9) AS given (${EVENT_TYPES})
    RETURNING id, created_at
  ), deliveries AS (${deliveriesWritten(12)}
  )
  SELECT id FROM kept`;

export const CREATE_ORDER: Statement = { name: 'create_order', text: written(NEW_ORDER) };
export const CHANGE_ORDER: Statement = { name: 'change_order', text: written(NEXT_VERSION) };

/** The values of either statement; only attempts and refunds that changed are among them. */
export function appendValues({
  before,
  lines,
  outcome: { state: order, events },
  lookedAt,
  queuesFor,
}: Append<Order, OrderChange, OrderEvent>): readonly unknown[] {
  const attempts = changedParts(before?.attempts, order.attempts);
  return [
    order.id,
    order.version,
    statusOf(order),
    jsonText(bodyOf(order)),
    nextDueAt(order, lookedAt),
    jsonText(attempts.map((row) => ({ ...row, transactions: transactionsOf(row.body) }))),
    jsonText(changedParts(before?.refunds, order.refunds)),
    jsonText(lines.map(rowOfEntry)),
    jsonText(events.map(rowOfEvent)),
    events.length,
    before ? before.version : order.createdAt,
    jsonText(deliveriesOf(events, queuesFor)),
  ];
}

export function rowOfEntry(entry: Entry) {
  const move = transitionOf(entry.change); // the schema checks that it may go there
  return {
    ...rowOfLine(entry),
    attempt_id: move?.attemptId ?? null,
    attempt_status: move?.status ?? null,
  };
}
