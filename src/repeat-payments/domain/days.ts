/** A day of the calendar, `2026-12-31`, in the United Kingdom's time, by which Blink counts. */
export type Day = string;

export const FREQUENCIES = ['days', 'weeks', 'months'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

const LONDON = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day in London at a moment. */
export function dayOf(moment: Date): Day {
  return LONDON.format(moment);
}

/** The moment at which a day begins in London, plus so many hours. */
export function startOf(day: Day, hours = 0): Date {
  const inWinter = Date.parse(`${day}T00:00:00Z`);
  const inSummer = inWinter - HOUR_MS;
  return new Date((dayOf(new Date(inSummer)) === day ? inSummer : inWinter) + hours * HOUR_MS);
}

const HOUR_MS = 3_600_000;

/** @returns whether this day exists */
export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(moment.getTime()) && isoDay(moment) === text;
}

/** A month after 31 January is the end of February. */
export function dayAfter(start: Day, frequency: Frequency, count: number): Day {
  const moment = new Date(`${start}T00:00:00Z`);
  if (frequency === 'months') return monthsAfter(moment, count);
  moment.setUTCDate(moment.getUTCDate() + count * (frequency === 'weeks' ? 7 : 1));
  return isoDay(moment);
}

function monthsAfter(start: Date, count: number): Day {
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + count];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return isoDay(new Date(Date.UTC(year, month, Math.min(start.getUTCDate(), daysInMonth))));
}

function isoDay(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}
