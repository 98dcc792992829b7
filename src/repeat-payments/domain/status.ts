import type { RepeatPayment, ScheduleStatus, Enrolment } from './repeat-payment';

const IN_FLIGHT: readonly Enrolment['status'][] = ['charging', 'challenged', 'unknown'];

/** Whether the schedule may have started, or may be starting, so that no other enrolment may begin. */
export function isInFlight({ status }: Enrolment): boolean {
  return IN_FLIGHT.includes(status);
}

/** The status is derived, never stored: what Blink shows once it started, and before that whether somebody may still agree. */
export function statusOf({ schedule, closed }: RepeatPayment): ScheduleStatus {
  if (schedule) return schedule.status;
  return closed ? 'cancelled' : 'pending';
}

/** The enrolment that the customer is in the middle of, or could continue: at most one. */
export function liveEnrolment({ setups }: RepeatPayment): Enrolment | null {
  return setups.find((enrolment) => enrolment.status === 'ready' || isInFlight(enrolment)) ?? null;
}

/** The most times that starting one repeat payment is tried, however often a card is refused. */
export const MOST_TRIES = 5;

export function hasTriesLeft({ setups }: RepeatPayment): boolean {
  return setups.filter(({ chargedAt }) => chargedAt !== null).length < MOST_TRIES;
}

/** Whether a new enrolment may be opened and sent. */
export function isAgreeable(repeatPayment: RepeatPayment, now: Date): boolean {
  const { schedule, closed, setups, strays, expiresAt } = repeatPayment;
  return (
    !schedule &&
    !closed &&
    strays.length === 0 &&
    now < expiresAt &&
    !setups.some(isInFlight) &&
    hasTriesLeft(repeatPayment)
  );
}

/** Whether the schedule runs at Blink and has not ended. */
export function isRunning({ schedule }: RepeatPayment): boolean {
  return schedule?.status === 'pending' || schedule?.status === 'active';
}

/** Whether nothing more is expected to happen by itself, and nobody has to review the repeat payment. */
export function isFinal(repeatPayment: RepeatPayment): boolean {
  const { review, setups, moves } = repeatPayment;
  if (review || setups.some(isInFlight) || isRunning(repeatPayment)) return false;
  if (moves.some(({ status }) => status === 'claimed' || status === 'unknown')) return false;
  return statusOf(repeatPayment) !== 'pending';
}
