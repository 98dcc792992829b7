import { HOUR, later, MINUTE, SECOND } from '../../kernel/clock';

/**
 * How long to wait before the first try, the second, …: three days and a bit in all.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const WAITS_MS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** Up to so much longer than the schedule says: what failed together does not come again together. */
const MOST_JITTER = 0.1;

/**
 * @param failures how many tries were in vain, this one included
 * @param random from 0 to 1
 * @returns null when it has been tried often enough
 */
export function nextTryAt(failures: number, now: Date, random: number): Date | null {
  const wait = WAITS_MS[failures];
  return wait === undefined ? null : later(now, Math.ceil(wait * (1 + MOST_JITTER * random)));
}
