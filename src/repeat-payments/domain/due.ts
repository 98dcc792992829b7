import { DAY, HOUR, later, MINUTE } from '../../kernel/clock';
import { dayAfter, dayOf } from './days';
import { awaitedFrom, looksAfter } from './payment-days';
import type { Operation, RepeatPayment, Enrolment } from './repeat-payment';
import { isInFlight, isRunning } from './status';
import { orphansToEnd } from './orphan-schedules';
import { overAt, timeDecisionsOf } from './time-decisions';

const SOON_MS = [MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
/** What was given up may start all the same: it is watched for a day. */
const GIVEN_UP_MS = [30 * MINUTE, 2 * HOUR, 8 * HOUR, DAY];
/** Whatever happens at Blink without a word is seen within a week. */
const AT_LEAST_EVERY_MS = 7 * DAY;
const LOOKED_FOR_DAYS = 8;

/**
 * When the sweep should look at this repeat payment again, or null when nothing is coming.
 * A look whose moment was looked at is over; what time decides stays due until it is written down, however late that is.
 * @param lookedAt until when everything was looked at
 */
export function nextDueAt(repeatPayment: RepeatPayment, lookedAt: Date): Date | null {
  const looks = [
    ...repeatPayment.setups.flatMap(looksAtSetup),
    ...repeatPayment.moves
      .filter((move) => isToBeRead(move, repeatPayment))
      .flatMap(({ at }) => soonAfter(at)),
    ...orphansToEnd(repeatPayment).flatMap(({ foundAt }) => soonAfter(foundAt)),
    ...looksAtSchedule(repeatPayment, lookedAt),
  ];
  const moments = [
    ...looks.filter((moment) => moment > lookedAt),
    ...timeDecisionsOf(repeatPayment).map(({ at }) => at),
  ];
  return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null;
}

/** Whether nothing is due but that nobody agreed to it in time: then there is nothing to be read at Blink. */
export function onlyExpires({ schedule, expiresAt }: RepeatPayment, dueAt: Date): boolean {
  return schedule === null && dueAt.getTime() === expiresAt.getTime();
}

/** Whether only a read can say what became of it: its answer was lost, or says no more than that Blink did it. */
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

function looksAtSetup(setup: Enrolment): readonly Date[] {
  const sentAt = sentAtOf(setup);
  if (!sentAt || setup.status === 'started') return [];
  if (isInFlight(setup)) return [...soonAfter(sentAt), later(overAt(setup), MINUTE), ...daily(sentAt)];
  if (setup.status === 'ready') return soonAfter(sentAt);
  return GIVEN_UP_MS.map((wait) => later(sentAt, wait));
}

/** While Blink's list cannot be read nothing is decided, however long that takes. */
function daily(start: Date): readonly Date[] {
  return Array.from({ length: 7 }, (_, index) => later(start, (index + 1) * DAY));
}

/** Whether a setup that was given up, or that Blink turned away, is still looked for. */
export function isWatched(setup: Enrolment, now: Date): boolean {
  const sentAt = sentAtOf(setup);
  return sentAt !== null && setup.status !== 'started' && now <= later(sentAt, DAY + HOUR);
}

/** When Blink was asked to start it, whatever it answered. */
function sentAtOf({ chargedAt, turnedAwayAt }: Enrolment): Date | null {
  return chargedAt ?? turnedAwayAt;
}

function looksAtSchedule(repeatPayment: RepeatPayment, lookedAt: Date): readonly Date[] {
  const { schedule, payments, review } = repeatPayment;
  if (!schedule) return [];
  const since = dayAfter(dayOf(lookedAt), 'days', -LOOKED_FOR_DAYS);
  const near = payments
    .filter((payment) => payment.status !== 'cancelled' && awaitedFrom(payment) >= since)
    .slice(0, LOOKED_FOR_DAYS + 4);
  const isFollowed = isRunning(repeatPayment) || review?.reason === 'payment_overdue';
  return [
    ...near.flatMap(looksAfter),
    ...(isRunning(repeatPayment) ? soonAfter(schedule.startedAt) : []),
    ...(isFollowed ? [later(lookedAt, AT_LEAST_EVERY_MS)] : []),
  ];
}
