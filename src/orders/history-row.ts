import { z } from 'zod';
import type { AttemptMove, Entry, Mover, OrderChange } from './history';
import { storedChange } from './stored-change';
import { type Every, moment, wholeNumber } from './stored-values';
import { LEADS_TO } from './transitions';

export const mover = z.enum({
  customer: 'customer',
  return: 'return',
  notification: 'notification',
  sweep: 'sweep',
  api: 'api',
  staff: 'staff',
  system: 'system',
} satisfies Every<Mover>);

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
    attempt_id: move?.attemptId ?? null,
    attempt_status: move?.status ?? null,
  };
}

/** Which attempt a change moves, and where to: the schema checks that it may go there. */
function moveOf(change: OrderChange) {
  if (change.type === 'attempt_opened') return { attemptId: change.attemptId, status: 'ready' as const };
  return isMove(change) ? { attemptId: change.attemptId, status: LEADS_TO[change.type] } : null;
}

function isMove(change: OrderChange): change is AttemptMove {
  return Object.hasOwn(LEADS_TO, change.type);
}
