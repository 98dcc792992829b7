import { DAY, HOUR, later, MINUTE } from '../clock';
import type { Attempt, Order } from './order';
import { statusOf } from './status';
import { timeDecisionOf } from './time-decisions';

const READS_MS = [MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
const DAILY_READS = 7;
const DIRECT_DEBIT_DAYS = 90; // the longest that a collection and its late failure were seen to take, with room

/**
 * When the sweep should look at this order again, or null when nothing is coming.
 * A read whose moment was looked at is over; what time decides stays due until it is written down, however late that is.
 * @param lookedAt until when everything was looked at
 */
export function nextDueAt(order: Order, lookedAt: Date): Date | null {
  const reads = order.attempts.filter(({ transactionId }) => transactionId !== null).flatMap(readsOf);
  const moments = [...reads.filter((moment) => moment > lookedAt), ...decisionsOf(order)];
  return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null;
}

/** Moments at which the transaction of a charged attempt is read again. */
export function readsOf(attempt: Attempt): readonly Date[] {
  if (!attempt.chargedAt || attempt.status === 'reversed') return [];
  const start = attempt.chargedAt;
  const days = attempt.method === 'direct_debit' ? DIRECT_DEBIT_DAYS : DAILY_READS;
  const daily = Array.from({ length: days }, (_, index) => later(start, (index + 1) * DAY));
  return [...READS_MS.map((wait) => later(start, wait)), ...daily];
}

function decisionsOf(order: Order): readonly Date[] {
  const moments = order.attempts.flatMap((attempt) => timeDecisionOf(order, attempt)?.at ?? []);
  return statusOf(order) === 'open' ? [...moments, order.expiresAt] : moments;
}
