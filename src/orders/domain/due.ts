import { METHODS } from '../../payments/methods';
import { DAY, HOUR, later, MINUTE } from '../../kernel/clock';
import type { Attempt, Order } from './order';
import { DIRECT_DEBIT_DAYS } from './timeouts';
import { statusOf } from './status';
import { timeDecisionsOf } from './time-decisions';
import { LONGEST_AUTHORISATION_DAYS } from './authorisation-life';

const READS_MS = [MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
const DAILY_READS = 7;
/** By then Blink shows what became of a refund: somebody else's doing must not hide behind ours. */
const AFTER_REFUND_MS = 15 * MINUTE;

/**
 * When the sweep should look at this order again, or null when nothing is coming.
 * A read whose moment was looked at is over; what time decides stays due until it is written down, however late that is.
 * @param lookedAt until when everything was looked at
 */
export function nextDueAt(order: Order, lookedAt: Date): Date | null {
  const reads = [
    ...order.attempts.filter(({ transactionId }) => transactionId !== null).flatMap(readsOf),
    ...order.refunds.map(({ createdAt }) => later(createdAt, AFTER_REFUND_MS)),
  ];
  const moments = [...reads.filter((moment) => moment > lookedAt), ...decisionsOf(order)];
  return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null;
}

/** Whether nothing is due but the order's own end: then there is nothing to be read at Blink. */
export function isOnlyEnding(order: Order, dueAt: Date): boolean {
  return statusOf(order) === 'open' && dueAt >= order.expiresAt;
}

/** Moments at which the transactions of a charged attempt are read again. */
export function readsOf(attempt: Attempt): readonly Date[] {
  const { chargedAt, claim } = attempt;
  if (!chargedAt || attempt.status === 'reversed') return [];
  return [...soonAfter(chargedAt), ...(claim ? soonAfter(claim.at) : []), ...daily(attempt, chargedAt)];
}

function soonAfter(start: Date): readonly Date[] {
  return READS_MS.map((wait) => later(start, wait));
}

/** Reserved money is watched until its end, and what Blink has accepted for as long; money that was taken days after the charge, from then on: settlement comes after it. */
function daily(attempt: Attempt, chargedAt: Date): readonly Date[] {
  const { status, authorisedAt, capturedAt } = attempt;
  const isHeldOrAccepted = status === 'authorised' || (status === 'pending' && attempt.accepted);
  if (isHeldOrAccepted) return everyDay(authorisedAt ?? chargedAt, LONGEST_AUTHORISATION_DAYS);
  const wasTakenLater = capturedAt !== null && capturedAt > later(chargedAt, DAY);
  const days = METHODS[attempt.method].settles === 'in_days' ? DIRECT_DEBIT_DAYS : DAILY_READS;
  return everyDay(wasTakenLater ? capturedAt : chargedAt, days);
}

function everyDay(start: Date, days: number): readonly Date[] {
  return Array.from({ length: days }, (_, index) => later(start, (index + 1) * DAY));
}

function decisionsOf(order: Order): readonly Date[] {
  const moments = timeDecisionsOf(order).map(({ at }) => at);
  return statusOf(order) === 'open' ? [...moments, order.expiresAt] : moments;
}
