import { z } from 'zod';
import type { Database, Statement } from '../../orders/database';
import { jsonObject } from '../../orders/event-row';
import { jsonText } from '../../orders/stored-text';
import { evolve } from './evolve';
import type { Entry } from './history';
import { changeWithoutPersonalData, summaryWithoutPersonalData } from './personal-data';
import type { PostgresRepeatPaymentStore } from './postgres-store';
import type { RepeatPayment } from './repeat-payment';
import { bodyOf, COLUMNS, repeatPaymentRow, rowOfEntry } from './rows';
import { idRow } from './statements';
import { isFinal } from './status';
import { straysToEnd } from './strays';

const PAGE = 100;

/** From the oldest on. What the sweep still looks at is not over; what was erased last holds nothing new. */
const OLD_ONES: Statement = {
  name: 'old_repeat_payments',
  text: `
    SELECT ${COLUMNS} FROM repeat_payments
    JOIN repeat_payment_history AS latest
      ON latest.repeat_payment_id = repeat_payments.id AND latest.sequence = repeat_payments.version
    WHERE created_at < $1 AND latest.at < $1 AND due_at IS NULL AND asks = answered
      AND latest.change ->> 'type' <> 'personal_data_erased' AND (created_at, id) > ($2, $3)
    ORDER BY created_at, id LIMIT ${PAGE}`,
};

const EVENTS: Statement = {
  name: 'events_of_repeat_payment',
  text: 'SELECT id, data FROM shop_events WHERE repeat_payment_id = $1 ORDER BY sequence',
};
const eventRow = z.object({ id: z.string(), data: jsonObject });

/**
 * Everything in one statement, as orders do it, and nothing when another change came first. It begins with leave to touch the books,
 * which ends with it; each part waits for that by joining what came before.
 */
const ERASE: Statement = {
  name: 'erase_personal_data_of_repeat_payment',
  text: `
    WITH leave AS MATERIALIZED (
      SELECT set_config('checkout.erasing', 'on', true) AS given
    ), kept AS (
      UPDATE repeat_payments SET version = $2, body = $3 FROM leave
      WHERE id = $1 AND version = $2 - 1 AND leave.given = 'on'
      RETURNING id
    ), line AS (
      INSERT INTO repeat_payment_history (repeat_payment_id, sequence, at, moved_by, evidence, change)
      SELECT id, given.* FROM kept,
        json_to_record($4) AS given (sequence integer, at timestamptz, moved_by text, evidence text, change jsonb)
    ), lines AS (
      UPDATE repeat_payment_history SET change = given.change
      FROM kept, json_to_recordset($5) AS given (sequence integer, change jsonb)
      WHERE repeat_payment_history.repeat_payment_id = kept.id AND repeat_payment_history.sequence = given.sequence
    ), events AS (
      UPDATE shop_events SET data = given.data
      FROM kept, json_to_recordset($6) AS given (id text, data json)
      WHERE shop_events.id = given.id AND shop_events.repeat_payment_id = kept.id
    ), tries AS (
      UPDATE repeat_payment_setups SET body = given.body
      FROM kept, json_to_recordset($7) AS given (id text, body jsonb)
      WHERE repeat_payment_setups.id = given.id AND repeat_payment_setups.repeat_payment_id = kept.id
    ), undelivered AS (
      DELETE FROM outbox USING kept, shop_events
      WHERE outbox.event_id = shop_events.id AND shop_events.repeat_payment_id = kept.id
    )
    SELECT id FROM kept`,
};

/** Takes personal data out of repeat payments that are over, and out of their history and events; the books stay. */
export class PostgresRepeatPaymentErasure {
  constructor(
    private readonly database: Database,
    private readonly store: PostgresRepeatPaymentStore,
  ) {}

  /** Those that are over, with which nothing has happened since `before`, and that hold personal data. A page at a time. */
  async *forgettable(before: Date): AsyncGenerator<RepeatPayment> {
    let [createdAt, id] = [new Date(0), ''];
    for (;;) {
      const rows = await this.database.run(OLD_ONES, [before, createdAt, id], repeatPaymentRow);
      for (const { repeatPayment } of rows) if (isOver(repeatPayment)) yield repeatPayment;
      const last = rows.at(-1);
      if (!last) return;
      ({ createdAt, id } = last.repeatPayment);
    }
  }

  /**
   * @param evidence why, in our words
   * @returns false when something happened to it meanwhile: then nothing was erased
   */
  async erase(repeatPayment: RepeatPayment, at: Date, evidence: string): Promise<boolean> {
    const { id } = repeatPayment;
    const history = await this.store.history(id);
    const events = await this.database.run(EVENTS, [id], eventRow);
    const sequence = repeatPayment.version + 1;
    const entry: Entry = { sequence, at, by: 'system', evidence, change: { type: 'personal_data_erased' } };
    const erased = evolve(repeatPayment, entry);
    const values = [
      id,
      sequence,
      jsonText(bodyOf(erased)),
      jsonText(rowOfEntry(entry)),
      jsonText(
        history.map(({ change, ...each }) => ({ ...each, change: changeWithoutPersonalData(change) })),
      ),
      jsonText(events.map(({ data, ...each }) => ({ ...each, data: summaryWithoutPersonalData(data) }))),
      jsonText(erased.setups.map((body) => ({ id: body.id, body }))),
    ];
    return (await this.database.run(ERASE, values, idRow)).length > 0;
  }
}

/** Nor does anything run at Blink beside it that we have not ended. */
function isOver(repeatPayment: RepeatPayment): boolean {
  return isFinal(repeatPayment) && straysToEnd(repeatPayment).length === 0;
}
