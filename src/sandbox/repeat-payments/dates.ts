/** A day as `yyyy-mm-dd`. Blink takes `dd-mm-yyyy` and gives a mixture. */
export type Day = string;

export const FREQUENCIES = ['days', 'weeks', 'months'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });

/** Blink's day is Britain's: in summer it begins an hour before the day in UTC. */
export function dayOf(moment: Date): Day {
  return LONDON.format(moment);
}

function utcDayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}

/** @returns null when the text is not a day that exists, in either of the two orders */
export function dayFrom(text: string): Day | null {
  const match = /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{2})-(\d{2})-(\d{4}))$/.exec(text.trim());
  if (!match) return null;
  const [, year = match[6], month = match[5], day = match[4]] = match;
  const written = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  const moment = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && utcDayOf(moment) === written ? written : null;
}

/** `30-01-2024` */
export function wireDay(day: Day): string {
  return day.split('-').reverse().join('-');
}

/** A month later than 31 January is the end of February. */
export function dayAfter(start: Day, frequency: Frequency, steps: number): Day {
  const moment = new Date(`${start}T00:00:00Z`);
  if (frequency === 'months') return monthsAfter(moment, steps);
  moment.setUTCDate(moment.getUTCDate() + steps * (frequency === 'weeks' ? 7 : 1));
  return utcDayOf(moment);
}

function monthsAfter(start: Date, months: number): Day {
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return utcDayOf(new Date(Date.UTC(year, month, Math.min(start.getUTCDate(), daysInMonth))));
}
