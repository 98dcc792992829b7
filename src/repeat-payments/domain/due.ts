import { DAY, HOUR, later, MINUTE } from '../../kernel/clock';
import { dayAfter, dayOf } from './days';
import { awaitedFrom, readsAfter } from './payment-days';
import type { Operation, RepeatPayment, Enrolment } from './repeat-payment';
import { isInFlight, isRunning } from './status';
import { orphansToEnd } from './orphan-schedules';
import { overAt, timeDecisionsOf } from './time-decisions';

const SOON_MS = [MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
/** An abandoned enrolment may start a schedule all the same: Blink is read at these times after it was sent. */
const GIVEN_UP_MS = [30 * MINUTE, 2 * HOUR, 8 * HOUR, DAY];
/** Changes that Blink does not report are seen within a week. */
const AT_LEAST_EVERY_MS = 7 * DAY;
const LOOKED_FOR_DAYS = 8;

/**
 * When the sweep should handle this repeat payment again, or null when nothing is due.
 * A read whose moment has passed is over; a time decision stays due until it is recorded, however late that is.
 * @param lookedAt until when everything due was handled
 */
export function nextDueAt(repeatPayment: RepeatPayment, lookedAt: Date): Date | null {
  const reads = [
    ...repeatPayment.setups.flatMap(readsForEnrolment),
    ...repeatPayment.moves
      .filter((operation) => isToBeRead(operation, repeatPayment))
      .flatMap(({ at }) => soonAfter(at)),
    ...orphansToEnd(repeatPayment).flatMap(({ foundAt }) => soonAfter(foundAt)),
    ...readsOfSchedule(repeatPayment, lookedAt),
  ];
  const moments = [
    ...reads.filter((moment) => moment > lookedAt),
    ...timeDecisionsOf(repeatPayment).map(({ at }) => at),
  ];
  return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null;
}

/** Whether only the expiry of an agreement that nobody made is due: then nothing has to be read at Blink. */
export function onlyExpires({ schedule, expiresAt }: RepeatPayment, dueAt: Date): boolean {
  return schedule === null && dueAt.getTime() === expiresAt.getTime();
}

/** Whether only reading the schedule shows the operation's outcome: its answer was lost, or only says that Blink did it. */
function isToBeRead({ status, kind, paymentId }: Operation, { payments }: RepeatPayment): boolean {
  if (status === 'unknown') return true;
  if (status !== 'done') return false;
  const pending = payments.filter((payment) => payment.status === 'pending');
  if (kind === 'retry_payment') return pending.some(({ id }) => id === paymentId);
  return kind === 'cancel_all' && pending.length > 0;
}

function soonAfter(start: Date): readonly Date[] {
  return SOON_MS.map((wait) => later(start, wait));
}

function readsForEnrolment(enrolment: Enrolment): readonly Date[] {
  const sentAt = sentAtOf(enrolment);
  if (!sentAt || enrolment.status === 'started') return [];
  if (isInFlight(enrolment))
    return [...soonAfter(sentAt), later(overAt(enrolment), MINUTE), ...daily(sentAt)];
  if (enrolment.status === 'ready') return soonAfter(sentAt);
  return GIVEN_UP_MS.map((wait) => later(sentAt, wait));
}

/** The daily reads: while Blink's list cannot be read nothing is decided, however long that takes. */
function daily(start: Date): readonly Date[] {
  return Array.from({ length: 7 }, (_, index) => later(start, (index + 1) * DAY));
}

/** Whether Blink's list is still searched for an enrolment that was abandoned or turned away. */
export function isWatched(enrolment: Enrolment, now: Date): boolean {
  const sentAt = sentAtOf(enrolment);
  return sentAt !== null && enrolment.status !== 'started' && now <= later(sentAt, DAY + HOUR);
}

/** When Blink was asked to start the schedule, whatever it answered. */
function sentAtOf({ chargedAt, turnedAwayAt }: Enrolment): Date | null {
  return chargedAt ?? turnedAwayAt;
}

function readsOfSchedule(repeatPayment: RepeatPayment, lookedAt: Date): readonly Date[] {
  const { schedule, payments, review } = repeatPayment;
  if (!schedule) return [];
  const since = dayAfter(dayOf(lookedAt), 'days', -LOOKED_FOR_DAYS);
  const near = payments
    .filter((payment) => payment.status !== 'cancelled' && awaitedFrom(payment) >= since)
    .slice(0, LOOKED_FOR_DAYS + 4);
  const isFollowed = isRunning(repeatPayment) || review?.reason === 'payment_overdue';
  return [
    ...near.flatMap(readsAfter),
    ...(isRunning(repeatPayment) ? soonAfter(schedule.startedAt) : []),
    ...(isFollowed ? [later(lookedAt, AT_LEAST_EVERY_MS)] : []),
  ];
}
