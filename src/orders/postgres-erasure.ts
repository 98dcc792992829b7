import { writtenRow } from './append-statement';
import type { Database, Statement } from './database';
import { evolve } from './evolve';
import { rowOfEntry } from './history-row';
import type { Entry } from './history';
import type { Order } from './order';
import { bodyOf, ORDER_COLUMNS, orderRow } from './order-row';
import { changeWithoutPersonalData, summaryWithoutPersonalData } from './personal-data';
import type { PostgresOrderStore } from './postgres-store';
import { isFinal } from './status';
import { jsonText } from './stored-text';

const PAGE = 100;

/** From the oldest on. What the sweep still looks at is not over; what was erased last holds nothing new. */
const OLD_ONES: Statement = {
  name: 'old_orders',
  text: `
    SELECT ${ORDER_COLUMNS} FROM orders
    JOIN order_history AS latest ON latest.order_id = orders.id AND latest.sequence = orders.version
    WHERE created_at < $1 AND latest.at < $1 AND due_at IS NULL AND latest.change ->> 'type' <> 'personal_data_erased'
      AND (created_at, id) > ($2, $3)
    ORDER BY created_at, id LIMIT ${PAGE}`,
};

/**
 * Everything in one statement, and nothing when another change came first. It begins with leave to touch the books, which ends with it;
 * each part waits for that by joining what came before.
 */
const ERASE: Statement = {
  name: 'erase_personal_data',
  text: `
    WITH leave AS MATERIALIZED (
      SELECT set_config('checkout.erasing', 'on', true) AS given
    ), kept AS (
      UPDATE orders SET version = $2, body = $3 FROM leave
      WHERE id = $1 AND version = $2 - 1 AND leave.given = 'on'
      RETURNING id
    ), line AS (
      INSERT INTO order_history (order_id, sequence, at, moved_by, evidence, change)
      SELECT id, given.* FROM kept,
        json_to_record($4) AS given (sequence integer, at timestamptz, moved_by text, evidence text, change jsonb)
    ), lines AS (
      UPDATE order_history SET change = given.change
      FROM kept, json_to_recordset($5) AS given (sequence integer, change jsonb)
      WHERE order_history.order_id = kept.id AND order_history.sequence = given.sequence
    ), events AS (
      UPDATE shop_events SET data = given.data
      FROM kept, json_to_recordset($6) AS given (id text, data json)
      WHERE shop_events.id = given.id AND shop_events.order_id = kept.id
    ), tries AS (
      UPDATE attempts SET body = given.body
      FROM kept, json_to_recordset($7) AS given (id text, body jsonb)
      WHERE attempts.id = given.id AND attempts.order_id = kept.id
    ), given_back AS (
      UPDATE refunds SET body = given.body
      FROM kept, json_to_recordset($8) AS given (id text, body jsonb)
      WHERE refunds.id = given.id AND refunds.order_id = kept.id
    ), undelivered AS (
      DELETE FROM outbox USING kept, shop_events
      WHERE outbox.event_id = shop_events.id AND shop_events.order_id = kept.id
    )
    SELECT id FROM kept`,
};

/** Takes personal data out of orders that are over, and out of their history and events; the books stay. */
export class PostgresErasure {
  constructor(
    private readonly database: Database,
    private readonly store: PostgresOrderStore,
  ) {}

  /** Orders that are over, with which nothing has happened since `before`, and that hold personal data. A page at a time. */
  async *forgettable(before: Date): AsyncGenerator<Order> {
    let [createdAt, id] = [new Date(0), ''];
    for (;;) {
      const rows = await this.database.run(OLD_ONES, [before, createdAt, id], orderRow);
      for (const { order } of rows) if (isFinal(order)) yield order;
      const last = rows.at(-1);
      if (!last) return;
      ({ createdAt, id } = last.order);
    }
  }

  /**
   * @param evidence why, in our words
   * @returns false when something happened to the order meanwhile: then nothing was erased
   */
  async erase(order: Order, at: Date, evidence: string): Promise<boolean> {
    const history = await this.store.history(order.id);
    const events = await this.store.events(order.id);
    const sequence = order.version + 1;
    const entry: Entry = { sequence, at, by: 'system', evidence, change: { type: 'personal_data_erased' } };
    const erased = evolve(order, entry);
    const values = [
      order.id,
      sequence,
      jsonText(bodyOf(erased)),
      jsonText(rowOfEntry(entry)),
      jsonText(
        history.map(({ change, ...each }) => ({ ...each, change: changeWithoutPersonalData(change) })),
      ),
      jsonText(
        events.flatMap(({ id, orderId, data }) =>
          orderId === null ? [] : [{ id, data: summaryWithoutPersonalData(data) }],
        ),
      ),
      jsonText(erased.attempts.map((body) => ({ id: body.id, body }))),
      jsonText(erased.refunds.map((body) => ({ id: body.id, body }))),
    ];
    return (await this.database.run(ERASE, values, writtenRow)).length > 0;
  }
}
