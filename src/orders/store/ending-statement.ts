import type { Statement } from '../../postgres/database';
import { jsonText } from '../../postgres/stored-text';
import { deliveriesOf, deliveriesWritten } from '../../ledger/outbox-statement';
import { changedParts } from '../../ledger/rows';
import type { Append } from '../../ledger/stored-kind';
import { nextDueAt } from '../domain/due';
import type { OrderEvent } from '../domain/events';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import { statusOf } from '../domain/status';
import { ENTRY_TYPES, EVENT_TYPES, rowOfEntry } from './append-statement';
import { rowOfEvent } from './event-row';
import { bodyOf } from './order-row';

/**
 * The ends of many orders, in one statement. What is written of each, and in which order, is as in the statement for one order; of those
 * whose version is another by now nothing is. Orders are locked in the order of their ids, and the feed's row last.
 */
export const END_ORDERS: Statement = {
  name: 'end_orders',
  text: `
  WITH given AS (
    SELECT * FROM json_to_recordset($1) AS given
      (id text, version_before integer, version integer, status text, body jsonb, due_at timestamptz)
  ), locked AS (
    SELECT orders.id FROM orders JOIN given ON given.id = orders.id AND given.version_before = orders.version
    ORDER BY orders.id FOR UPDATE OF orders
  ), kept AS (
    UPDATE orders SET version = given.version, status = given.status, body = given.body, due_at = given.due_at,
      leased_until = NULL
    FROM given JOIN locked USING (id)
    WHERE orders.id = given.id
    RETURNING orders.id
  ), lines AS (
    INSERT INTO order_history (order_id, sequence, at, moved_by, evidence, change, attempt_id, attempt_status)
    SELECT given.* FROM json_to_recordset($2) AS given (order_id text, ${ENTRY_TYPES}) JOIN kept ON kept.id = order_id
    ORDER BY order_id, sequence
    RETURNING 1
  ), tries AS (
    UPDATE attempts SET body = given.body
    FROM json_to_recordset($3) AS given (order_id text, id text, body jsonb) JOIN kept ON kept.id = given.order_id
    WHERE attempts.id = given.id AND (SELECT count(*) FROM lines) >= 0
    RETURNING 1
  ), events AS MATERIALIZED (
    SELECT given.* FROM json_to_recordset($4) AS given (order_id text, ${EVENT_TYPES}) JOIN kept ON kept.id = order_id
  ), positions AS (
    UPDATE event_feed SET last_position = last_position + (SELECT count(*) FROM events)
    WHERE EXISTS (SELECT FROM events) AND (SELECT count(*) FROM lines) + (SELECT count(*) FROM tries) >= 0
    RETURNING last_position - (SELECT count(*) FROM events) AS before
  ), told AS (
    INSERT INTO shop_events (position, order_id, id, sequence, type, created_at, data)
    SELECT positions.before + row_number() OVER (ORDER BY events.order_id, events.sequence), events.*
    FROM positions, events
    RETURNING id, created_at
  ), deliveries AS (${deliveriesWritten(5)}
  )
  SELECT id FROM kept`,
};

/** @param appends one for each order that ends */
export function endingValues(
  appends: readonly (Append<Order, OrderChange, OrderEvent> & { readonly before: Order })[],
): readonly unknown[] {
  const of = <Row extends object>(orderId: string, rows: readonly Row[]) =>
    rows.map((row) => ({ order_id: orderId, ...row }));
  const orders = appends.map(({ before, outcome: { state: order }, lookedAt }) => ({
    id: order.id,
    version_before: before.version,
    version: order.version,
    status: statusOf(order),
    body: bodyOf(order),
    due_at: nextDueAt(order, lookedAt),
  }));
  return [
    jsonText(orders),
    jsonText(appends.flatMap(({ before, lines }) => of(before.id, lines.map(rowOfEntry)))),
    jsonText(
      appends.flatMap(({ before, outcome: { state: order } }) =>
        of(order.id, changedParts(before.attempts, order.attempts)),
      ),
    ),
    jsonText(appends.flatMap(({ before, outcome }) => of(before.id, outcome.events.map(rowOfEvent)))),
    jsonText(appends.flatMap(({ outcome, queuesFor }) => deliveriesOf(outcome.events, queuesFor))),
  ];
}
