import type { Api } from './api';
import type { ReadUrgency } from './blink';
import { BlinkUnreadable } from './errors';
import type { JsonObject } from './json';
import { isJsonObject, valueAt } from './json';
import type { BlinkSchedule, ScheduleType } from './repeat-payment';
import { nameTagFrom, scheduleFrom } from './schedule';
import { wireTypeOf } from './schedule-body';

const WHAT = 'GET repeat-payments';
/** Blink's own page has 50: ten thousand schedules of one type. */
const MOST_PAGES = 200;
const PAGE_SIZE = 50;
/** Fifty schedules, each with every payment it ever had: a weekly one has five hundred after ten years. */
const LARGEST_PAGE = 8_000_000;

interface Page {
  readonly entries: readonly unknown[];
  /** Null when Blink does not say. */
  readonly total: number | null;
  readonly size: number;
}

/**
 * Reads the whole list, since only then its silence says something; entries of others are not looked into.
 * New schedules move the pages while they are read, so what comes twice counts once.
 */
export async function findByReferences(
  api: Api,
  type: ScheduleType,
  references: readonly string[],
  urgency: ReadUrgency,
): Promise<readonly BlinkSchedule[]> {
  const seen = new Set<string>();
  const found = new Map<number, BlinkSchedule>();
  for (let number = 1; number <= MOST_PAGES; number += 1) {
    const page = await readPage(api, type, number, urgency);
    const known = seen.size;
    for (const [index, entry] of page.entries.entries()) {
      const tag = nameTagFrom(entry);
      seen.add(tag.id === null ? `${number}:${index}` : String(tag.id));
      if (tag.reference !== null && references.includes(tag.reference)) addTo(found, type, tag.id, entry);
    }
    if (isLast(page, seen.size, seen.size > known)) return [...found.values()];
  }
  throw new BlinkUnreadable(WHAT, 'a list without an end');
}

/** @throws BlinkUnreadable when the pages end before the list does: then nobody knows what is missing */
function isLast({ entries, total, size }: Page, seen: number, isNew: boolean): boolean {
  if (total === null) return entries.length < size || !isNew;
  if (seen >= total) return true;
  if (!isNew) throw new BlinkUnreadable(WHAT, 'pages that end before the list does');
  return false;
}

function addTo(
  found: Map<number, BlinkSchedule>,
  type: ScheduleType,
  id: number | null,
  entry: unknown,
): void {
  if (id === null) throw new BlinkUnreadable(WHAT, 'data.id');
  found.set(id, scheduleFrom(WHAT, entry, { type, id }));
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

/** @throws BlinkUnreadable when there is no list, which is not the same as an empty one */
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
