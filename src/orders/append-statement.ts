import { z } from 'zod';
import { rowOfAttempt } from './attempt-row';
import type { Statement } from './database';
import { rowOfEvent } from './event-row';
import type { Entry } from './history';
import { rowOfEntry } from './history-row';
import type { Order } from './order';
import { nextDueAt } from './due';
import { rowOfOrder } from './order-row';
import type { Outcome } from './outcome';
import { rowOfRefund } from './refund-row';
import { jsonText } from './stored-text';

const ORDER_TYPES = `
  id text, token text, version integer, status text, reference text, amount bigint, currency text, description text,
  customer jsonb, payment_methods text[], capture jsonb, success_url text, cancel_url text, metadata jsonb,
  created_at timestamptz, expires_at timestamptz, closed_as text, closed_at timestamptz, review_reason text,
  review_at timestamptz, due_at timestamptz`;
const ATTEMPT_TYPES = `
  id text, order_id text, number integer, method text, nonce text, amount bigint, currency text, intent_id bigint,
  intent jsonb, status text, created_at timestamptz, charged_at timestamptz, transaction_id text, challenge jsonb,
  decline_reason text, authorised bigint, captured bigint, reversed bigint, captured_at timestamptz`;
const REFUND_TYPES = `
  id text, order_id text, attempt_id text, number integer, amount bigint, status text, reason text, kind text,
  created_at timestamptz, failure text`;
const ENTRY_TYPES = `
  order_id text, sequence integer, at timestamptz, moved_by text, evidence text, change jsonb, attempt_id text,
  attempt_status text`;
const EVENT_TYPES = `id text, order_id text, sequence integer, type text, created_at timestamptz, data json`;

const named = (types: string): string[] => types.split(',').map((each) => each.trim().split(' ')[0] ?? '');
const columns = (types: string): string => named(types).join(', ');
const fromExcluded = (types: string, ...kept: string[]): string =>
  named(types)
    .filter((column) => !kept.includes(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');

const NEW_ORDER = `
  INSERT INTO orders (${columns(ORDER_TYPES)}, looked_at)
  SELECT ${columns(ORDER_TYPES)}, created_at FROM json_to_record($1) AS given (${ORDER_TYPES})
  RETURNING id`;

/** Two writers that decided on the same version: the second waits for the first here, and then finds no such version. */
const NEXT_VERSION = `
  UPDATE orders SET (${columns(ORDER_TYPES)}) = (
    SELECT ${columns(ORDER_TYPES)} FROM json_to_record($1) AS given (${ORDER_TYPES})
  )
  WHERE id = $7 AND version = $8
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
    SELECT given.* FROM kept, json_to_recordset($2) AS given (${ATTEMPT_TYPES})
  ), transactions AS (
    INSERT INTO transaction_uses (transaction_id, order_id, attempt_id)
    SELECT transaction_id, order_id, id FROM attempted
    WHERE transaction_id IS NOT NULL AND id IS DISTINCT FROM (
      SELECT own.attempt_id FROM transaction_uses AS own WHERE own.transaction_id = attempted.transaction_id
    )
    RETURNING 1
  ), intents AS (
    INSERT INTO intent_uses (intent_id, attempt_id)
    SELECT intent_id, id FROM attempted
    WHERE (SELECT count(*) FROM transactions) >= 0 AND id IS DISTINCT FROM (
      SELECT own.attempt_id FROM intent_uses AS own WHERE own.intent_id = attempted.intent_id
    )
    RETURNING 1
  ), lines AS (
    INSERT INTO order_history (${columns(ENTRY_TYPES)})
    SELECT given.* FROM kept, json_to_recordset($4) AS given (${ENTRY_TYPES})
    ORDER BY given.sequence
    RETURNING 1
  ), tries AS (
    INSERT INTO attempts (${columns(ATTEMPT_TYPES)})
    SELECT ${columns(ATTEMPT_TYPES)} FROM attempted
    WHERE (SELECT count(*) FROM intents) >= 0
    ORDER BY status IN ('ready', 'charging', 'challenged'), number
    ON CONFLICT (id) DO UPDATE SET ${fromExcluded(ATTEMPT_TYPES, 'id', 'order_id', 'number', 'nonce', 'created_at')}
    RETURNING 1
  ), given_back AS (
    INSERT INTO refunds (${columns(REFUND_TYPES)})
    SELECT given.* FROM kept, json_to_recordset($3) AS given (${REFUND_TYPES})
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, failure = excluded.failure
    RETURNING 1
  ), positions AS (
    UPDATE event_feed SET last_position = last_position + $6::integer
    WHERE $6::integer > 0 AND EXISTS (SELECT FROM kept)
      AND (SELECT count(*) FROM lines) + (SELECT count(*) FROM tries) + (SELECT count(*) FROM given_back) >= 0
    RETURNING last_position - $6::integer AS before
  ), told AS (
    INSERT INTO shop_events (position, ${columns(EVENT_TYPES)})
    SELECT positions.before + row_number() OVER (ORDER BY given.sequence), given.*
    FROM positions, json_to_recordset($5) AS given (${EVENT_TYPES})
  )
  SELECT id FROM kept`;

export const CREATE_ORDER: Statement = { name: 'create_order', text: written(NEW_ORDER) };
export const CHANGE_ORDER: Statement = { name: 'change_order', text: written(NEXT_VERSION) };

/** A row when it was written, none when another change came first. */
export const writtenRow = z.object({ id: z.string() });

/**
 * The values of either statement; only attempts and refunds that changed are among them.
 * @param lookedAt until when the order was looked at
 */
export function appendValues(
  before: Order | null,
  entries: readonly Entry[],
  { order, events }: Outcome,
  lookedAt: Date,
): readonly unknown[] {
  const attempts = changed(before?.attempts, order.attempts);
  const refunds = changed(before?.refunds, order.refunds);
  return [
    jsonText(rowOfOrder(order, nextDueAt(order, lookedAt))),
    jsonText(attempts.map(({ item, number }) => rowOfAttempt(item, order.id, number))),
    jsonText(refunds.map(({ item, number }) => rowOfRefund(item, order.id, number))),
    jsonText(entries.map((entry) => rowOfEntry(entry, order.id))),
    jsonText(events.map(rowOfEvent)),
    events.length,
    ...(before ? [before.id, before.version] : []),
  ];
}

/** What is not the very same as before, with its place in the list. */
function changed<Item>(before: readonly Item[] = [], after: readonly Item[]) {
  return after
    .map((item, index) => ({ item, number: index + 1 }))
    .filter(({ item }) => !before.includes(item));
}
