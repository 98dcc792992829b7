const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/London',
});

/** `3 May 2027` for the day `2027-05-03`. */
export function dayText(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}

/** `3 May 2027 at 10:05`, in the United Kingdom's time. */
export function momentText(moment: Date): string {
  return MOMENT.format(moment);
}
