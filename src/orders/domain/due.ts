import { METHODS } from '../../payments/methods';
import { DAY, HOUR, later, MINUTE } from '../../kernel/clock';
import type { Attempt, Order } from './order';
import { DIRECT_DEBIT_DAYS } from './timeouts';
import { statusOf } from './status';
import { timeDecisionsOf } from './time-decisions';
import { LONGEST_AUTHORISATION_DAYS } from './authorisation-life';

const READS_MS = [MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
const DAILY_READS = 7;
/** After this time Blink shows the outcome of our refund, so that a refund at the portal is not mistaken for ours. */
const AFTER_REFUND_MS = 15 * MINUTE;

/**
 * When the sweep should handle this order again, or null when nothing is due.
 * A read whose moment has passed is over; a time decision stays due until it is recorded, however late that is.
 * @param lookedAt until when everything due was handled
 */
export function nextDueAt(order: Order, lookedAt: Date): Date | null {
  const reads = [
    ...order.attempts.filter(({ transactionId }) => transactionId !== null).flatMap(readsOf),
    ...order.refunds.map(({ createdAt }) => later(createdAt, AFTER_REFUND_MS)),
  ];
  const moments = [...reads.filter((moment) => moment > lookedAt), ...decisionsOf(order)];
  return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null;
}

/** Whether only the order's own expiry is due: then nothing has to be read at Blink. */
export function isOnlyEnding(order: Order, dueAt: Date): boolean {
  return statusOf(order) === 'open' && dueAt >= order.expiresAt;
}

/** The moments at which the transactions of a charged attempt are read again. */
export function readsOf(attempt: Attempt): readonly Date[] {
  const { chargedAt, claim } = attempt;
  if (!chargedAt || attempt.status === 'reversed') return [];
  return [...soonAfter(chargedAt), ...(claim ? soonAfter(claim.at) : []), ...daily(attempt, chargedAt)];
}

function soonAfter(start: Date): readonly Date[] {
  return READS_MS.map((wait) => later(start, wait));
}

/**
 * The daily reads. An authorisation is read until it expires, and a payment that Blink has accepted for as long. A payment that was captured
 * days after the charge is read from the capture on, since settlement follows it.
 */
function daily(attempt: Attempt, chargedAt: Date): readonly Date[] {
  const { status, authorisedAt, capturedAt } = attempt;
  const isAuthorisedOrAccepted = status === 'authorised' || (status === 'pending' && attempt.accepted);
  if (isAuthorisedOrAccepted) return everyDay(authorisedAt ?? chargedAt, LONGEST_AUTHORISATION_DAYS);
  const wasCapturedLater = capturedAt !== null && capturedAt > later(chargedAt, DAY);
  const days = METHODS[attempt.method].settles === 'in_days' ? DIRECT_DEBIT_DAYS : DAILY_READS;
  return everyDay(wasCapturedLater ? capturedAt : chargedAt, days);
}

function everyDay(start: Date, days: number): readonly Date[] {
  return Array.from({ length: days }, (_, index) => later(start, (index + 1) * DAY));
}

function decisionsOf(order: Order): readonly Date[] {
  const moments = timeDecisionsOf(order).map(({ at }) => at);
  return statusOf(order) === 'open' ? [...moments, order.expiresAt] : moments;
}
