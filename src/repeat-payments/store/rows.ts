import { z } from 'zod';
import { mover } from '../../orders/store/history-row';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import type { Change, Entry, EnrolmentTransition } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';
import { storedChange } from './stored-change';
import { repeatPaymentBody, storedSetup, type RepeatPaymentBody } from './stored-values';
import { LEADS_TO } from '../domain/transitions';
import { moment, wholeNumber } from '../../postgres/values';

/** What is selected from `repeat_payments` for a whole one. */
export const COLUMNS = `
  repeat_payments.version, repeat_payments.looked_at, repeat_payments.body,
  (SELECT json_agg(setups.body ORDER BY number) FROM repeat_payment_setups AS setups
    WHERE repeat_payment_id = repeat_payments.id) AS setups`;

export const repeatPaymentRow = z
  .object({
    version: wholeNumber,
    looked_at: moment,
    body: repeatPaymentBody,
    setups: z.array(storedSetup).nullable(),
  })
  .transform(({ version, looked_at, body, setups }) => ({
    repeatPayment: { ...body, version, setups: setups ?? [] } satisfies RepeatPayment,
    lookedAt: looked_at,
  }));

export function bodyOf({ version: _version, setups: _setups, ...body }: RepeatPayment): RepeatPaymentBody {
  return body;
}

export const historyRow = z
  .object({
    sequence: wholeNumber,
    at: moment,
    moved_by: mover,
    evidence: z.string().nullable(),
    change: storedChange,
  })
  .transform((row): Entry => ({
    by: row.moved_by,
    ...(row.evidence !== null && { evidence: row.evidence }),
    sequence: row.sequence,
    at: row.at,
    change: row.change,
  }));

export function rowOfEntry(entry: Entry) {
  const move = moveOf(entry.change);
  return {
    sequence: entry.sequence,
    at: entry.at,
    moved_by: entry.by,
    evidence: entry.evidence ?? null,
    change: entry.change,
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
