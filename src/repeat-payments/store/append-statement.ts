import { deliveriesOf, deliveriesWritten } from '../../ledger/outbox-statement';
import { changedParts, rowOfLine } from '../../ledger/rows';
import type { Append } from '../../ledger/stored-kind';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import type { Statement } from '../../postgres/database';
import { jsonText } from '../../postgres/stored-text';
import { nextDueAt } from '../domain/due';
import type { Change, Entry, EnrolmentTransition } from '../domain/history';
import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import { statusOf } from '../domain/status';
import { LEADS_TO } from '../domain/transitions';
import { keysOf } from './claims';
import { bodyOf } from './rows';

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

/** The values of either statement; only setups that changed are among them, and only schedules that are new. */
export function appendValues({
  before,
  lines,
  outcome: { state: repeatPayment, events },
  lookedAt,
  queuesFor,
}: Append<RepeatPayment, Change, RepeatPaymentEvent>): readonly unknown[] {
  return [
    repeatPayment.id,
    repeatPayment.version,
    statusOf(repeatPayment),
    jsonText(bodyOf(repeatPayment)),
    nextDueAt(repeatPayment, lookedAt),
    jsonText(changedParts(before?.setups, repeatPayment.setups)),
    jsonText(newKeys(before, repeatPayment).map(({ type, id }) => ({ type, schedule_id: id }))),
    jsonText(lines.map(rowOfEntry)),
    jsonText(events.map(rowOfEvent)),
    before ? before.version : repeatPayment.createdAt,
    events.length,
    jsonText(deliveriesOf(events, queuesFor)),
  ];
}

export function newKeys(before: RepeatPayment | null, after: RepeatPayment): readonly ScheduleKey[] {
  return keysOf(after).slice(before ? keysOf(before).length : 0);
}

export function rowOfEntry(entry: Entry) {
  const move = moveOf(entry.change);
  return {
    ...rowOfLine(entry),
    setup_id: move?.setupId ?? null,
    setup_status: move?.status ?? null,
  };
}

/** Which setup a change moves, and where to: the schema checks that it may go there. */
function moveOf(change: Change) {
  if (change.type === 'setup_opened') return { setupId: change.setupId, status: 'ready' as const };
  return isMove(change) ? { setupId: change.setupId, status: LEADS_TO[change.type] } : null;
}

function isMove(change: Change): change is EnrolmentTransition {
  return Object.hasOwn(LEADS_TO, change.type);
}

export function rowOfEvent(event: RepeatPaymentEvent) {
  return {
    id: event.id,
    payment_id: event.paymentId,
    sequence: event.sequence,
    type: event.type,
    created_at: event.createdAt,
    data: event.data,
  };
}
