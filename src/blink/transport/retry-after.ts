import { MINUTE, SECOND } from '../../kernel/clock';

const LONGEST_MS = MINUTE;
/** The wait when a 429 names no time, or one that makes no sense. */
const UNNAMED_MS = 2 * SECOND;

/**
 * How long a 429 asks us to wait, between nothing and a minute.
 * @param value the Retry-After header: whole seconds or an HTTP date
 * @param answeredAt from the answer's own Date header when it has one, so that our clock may be wrong
 */
export function retryAfterMs(value: string | null, answeredAt: Date): number {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * SECOND, LONGEST_MS);
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) return UNNAMED_MS;
  return Math.min(Math.max(date - answeredAt.getTime(), 0), LONGEST_MS);
}
