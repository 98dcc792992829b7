import { DAY, HOUR, later, MINUTE, SECOND } from '../kernel/clock';

/** One payment is looked at so often at most, however many notices come: what comes meanwhile waits for the next look. */
export const PAUSE_MS = 5 * SECOND;

/** Notices about different transactions of one payment that wait together; a genuine payment has one. */
export const MOST_WAITING_PER_PAYMENT = 10;

/** How long to wait after the first failure to look, the second, …; after the last of these it is always the same. */
const RETRY_AFTER_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE] as const;

/** Blink was never seen to be away for so long; a notice that is older is left to people. */
const GIVEN_UP_AFTER_MS = 7 * DAY;

/** When a notice is tried again: as above, then every two hours. Null when it has been tried for long enough. */
export function nextTryAt(failures: number, receivedAt: Date, now: Date): Date | null {
  const at = later(now, RETRY_AFTER_MS[failures - 1] ?? 2 * HOUR);
  return at < later(receivedAt, GIVEN_UP_AFTER_MS) ? at : null;
}
