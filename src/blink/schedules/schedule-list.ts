import type { Api } from '../transport/api';
import { BlinkUnreadable } from '../errors';
import type { JsonObject } from '../wire/json';
import { isJsonObject, valueAt } from '../wire/json';
import type { BlinkSchedule, ListedSchedules, ScheduleKey, ScheduleType } from './repeat-payment';
import { nameTagFrom, scheduleFrom } from './schedule';
import type { IdsByReference } from './recent-walks';
import { wireTypeOf } from './schedule-body';
import type { ReadUrgency } from '../payments/transaction';

const WHAT = 'GET repeat-payments';
/** One of Blink's pages has 50 schedules, so this is ten thousand schedules of one type. */
const MOST_PAGES = 200;
const PAGE_SIZE = 50;
/** In bytes. A page has fifty schedules, each with every payment it ever had: a weekly one has five hundred after ten years. */
const LARGEST_PAGE = 8_000_000;

interface Page {
  readonly entries: readonly unknown[];
  /** Null when Blink does not say. */
  readonly total: number | null;
  readonly size: number;
}

export interface ListQuery {
  readonly type: ScheduleType;
  readonly references: readonly string[];
  /** The plan's currency, for amounts where Blink shows none. */
  readonly currency: string;
}

/**
 * Reads the whole list, since only the whole list shows that a schedule is absent. Entries with other references are not read, and an
 * unreadable entry hides no other. New schedules shift the pages while they are read, so an entry that comes twice counts once.
 */
export async function findByReferences(
  api: Api,
  query: ListQuery,
  urgency: ReadUrgency,
): Promise<ListedSchedules & { readonly ids: IdsByReference }> {
  const ids = new Map<string, readonly number[]>();
  const seen = new Set<string>();
  const found = new Map<number, BlinkSchedule>();
  let unreadable: string | null = null;
  for (let number = 1; number <= MOST_PAGES; number += 1) {
    const page = await readPage(api, query.type, number, urgency);
    const known = seen.size;
    for (const [index, entry] of page.entries.entries()) {
      const { id, reference } = nameTagFrom(entry);
      seen.add(id === null ? `${number}:${index}` : String(id));
      if (reference !== null && id !== null) ids.set(reference, [...(ids.get(reference) ?? []), id]);
      if (reference === null || !query.references.includes(reference)) continue;
      const schedule = id === null ? null : readEntry(entry, { type: query.type, id }, query.currency);
      if (schedule) found.set(schedule.key.id, schedule);
      else unreadable = 'data';
    }
    const end = endOf(page, seen.size, seen.size > known);
    if (end === 'last') return { found: [...found.values()], gap: unreadable, ids };
    if (end === 'too_early')
      return { found: [...found.values()], gap: 'pages that end before the list does', ids };
  }
  return { found: [...found.values()], gap: 'a list without an end', ids };
}

/** `too_early` when the list ends before its total: then entries are missing. */
function endOf({ entries, total, size }: Page, seen: number, isNew: boolean): 'last' | 'too_early' | null {
  if (total === null) return entries.length < size || !isNew ? 'last' : null;
  if (seen >= total) return 'last';
  return isNew ? null : 'too_early';
}

function readEntry(entry: unknown, key: ScheduleKey, currency: string): BlinkSchedule | null {
  try {
    return scheduleFrom(WHAT, entry, key, currency);
  } catch (error) {
    if (error instanceof BlinkUnreadable) return null;
    throw error;
  }
}

async function readPage(api: Api, type: ScheduleType, number: number, urgency: ReadUrgency): Promise<Page> {
  const path = `repeat-payments?payment_type=${wireTypeOf(type)}&page=${number}`;
  const { json } = await api.read({ what: WHAT, path, urgency, largestAnswer: LARGEST_PAGE });
  return {
    entries: entriesIn(json),
    total: countAt(json, 'totalResults'),
    size: countAt(json, 'pageSize') ?? PAGE_SIZE,
  };
}

/** @throws BlinkUnreadable when there is no list; an empty list is a list */
function entriesIn(json: JsonObject): readonly unknown[] {
  const data = valueAt(json, 'data');
  if (Array.isArray(data)) return data;
  if (isJsonObject(data)) return Object.values(data); // PHP's list with gaps
  throw new BlinkUnreadable(WHAT, 'data');
}

function countAt(json: JsonObject, key: string): number | null {
  const value = valueAt(json, key);
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}
