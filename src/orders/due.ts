import { DAY, HOUR, later, MINUTE, SECOND } from '../clock';
import type { Attempt, Order } from './order';
import { isInFlight, statusOf } from './status';

/** An attempt whose charge has not been answered for so long has lost its process: its outcome is unknown. */
export const CHARGE_LOST_AFTER_MS = 2 * MINUTE;
/** An outcome unknown for so long is shown to a human. */
export const FLAG_UNKNOWN_AFTER_MS = 15 * MINUTE;
/** A bank's answer may arrive a little after its intent's life. */
export const CHALLENGE_GRACE_MS = 2 * MINUTE;

const READS_MS = [MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
const DAILY_READS = 7;
const DIRECT_DEBIT_DAYS = 90; // the longest that a collection and its late failure were seen to take, with room

/** When the sweep should look at this order again: the first moment after `after` that matters to it, or null when none does. */
export function nextDueAt(order: Order, after: Date): Date | null {
  const moments = [...order.attempts.flatMap((attempt) => momentsOf(attempt)), ...closing(order)];
  const coming = moments.filter((moment) => moment > after);
  return coming.length > 0 ? new Date(Math.min(...coming.map(Number))) : null;
}

/** Moments at which the transaction of a charged attempt is read again. */
export function readsOf(attempt: Attempt): readonly Date[] {
  if (!attempt.chargedAt || attempt.status === 'reversed') return [];
  const start = attempt.chargedAt;
  const days = attempt.method === 'direct_debit' ? DIRECT_DEBIT_DAYS : DAILY_READS;
  const daily = Array.from({ length: days }, (_, index) => later(start, (index + 1) * DAY));
  return [...READS_MS.map((wait) => later(start, wait)), ...daily];
}

function momentsOf(attempt: Attempt): readonly Date[] {
  if (!attempt.chargedAt) return [];
  const reads = attempt.transactionId ? readsOf(attempt) : [];
  if (!isInFlight(attempt)) return reads;
  return [
    ...reads,
    later(attempt.chargedAt, CHARGE_LOST_AFTER_MS),
    later(attempt.chargedAt, FLAG_UNKNOWN_AFTER_MS),
    later(attempt.intent.expiresAt, CHALLENGE_GRACE_MS),
  ].map((moment) => later(moment, SECOND));
}

function closing(order: Order): readonly Date[] {
  const status = statusOf(order);
  return status === 'open' || status === 'processing' ? [later(order.expiresAt, SECOND)] : [];
}
