import { z } from 'zod';
import type { Entry } from '../domain/history';
import { storedChange } from './stored-change';
import { transitionOf } from '../domain/transitions';
import type { Actor } from '../../ledger/line';
import { type Every, moment, wholeNumber } from '../../postgres/values';

export const mover = z.enum({
  customer: 'customer',
  return: 'return',
  notification: 'notification',
  sweep: 'sweep',
  api: 'api',
  staff: 'staff',
  system: 'system',
} satisfies Every<Actor>);

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
  const move = transitionOf(entry.change); // the schema checks that it may go there
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
