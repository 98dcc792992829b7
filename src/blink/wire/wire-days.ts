import type { IsoDay } from '../schedules/repeat-payment';

/**
 * Reads a day in either of the orders that Blink writes, `30-01-2024` and `2024-01-30`; a time of day after it is ignored.
 * @returns null when the value is no day of the calendar
 */
export function dayFrom(value: unknown): IsoDay | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const text = value.trim();
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  if (year && month && day) return existing(`${year}-${month}-${day}`);
  const [, dayFirst, itsMonth, itsYear] = /^(\d{2})-(\d{2})-(\d{4})(?:[T ].*)?$/.exec(text) ?? [];
  return dayFirst && itsMonth && itsYear ? existing(`${itsYear}-${itsMonth}-${dayFirst}`) : null;
}

/** A day in the order that Blink expects: `30-01-2024`. */
export function wireDay(day: IsoDay): string {
  return day.split('-').reverse().join('-');
}

function existing(day: IsoDay): IsoDay | null {
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day) ? day : null;
}
