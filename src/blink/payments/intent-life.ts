import { HOUR, later, MINUTE } from '../../kernel/clock';

const LONGEST_LIFE_MS = 30 * MINUTE;
const SLACK_MS = MINUTE;

/**
 * When an intent of which we only have Blink's date ends, by our own clock. In a British summer that date has been
 * an hour late; an intent lives half an hour at most, so a date beyond that gives itself away.
 * @param answeredAt the Date of the answer that held it, against which clocks cancel out
 * @returns now when there is no date to read: a new intent costs a call, a dead one a payment
 */
export function intentEndsAt(expiryDate: string | undefined, answeredAt: Date | null, now: Date): Date {
  const end = Date.parse(expiryDate ?? '');
  if (Number.isNaN(end)) return now;
  const statedMs = end - (answeredAt ?? now).getTime();
  const lifeMs = statedMs > LONGEST_LIFE_MS + SLACK_MS ? statedMs - HOUR : statedMs;
  return later(now, Math.min(Math.max(lifeMs, 0), LONGEST_LIFE_MS));
}
