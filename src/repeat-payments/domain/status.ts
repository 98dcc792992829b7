import type { RepeatPayment, ScheduleStatus, Enrolment } from './repeat-payment';

const IN_FLIGHT: readonly Enrolment['status'][] = ['charging', 'challenged', 'unknown'];

/** The schedule may have started, or may be starting: no other setup may begin. */
export function isInFlight({ status }: Enrolment): boolean {
  return IN_FLIGHT.includes(status);
}

/** Derived, never stored: what Blink shows once it started, and before that whether somebody may still agree. */
export function statusOf({ schedule, closed }: RepeatPayment): ScheduleStatus {
  if (schedule) return schedule.status;
  return closed ? 'cancelled' : 'pending';
}

/** The setup that the customer is in the middle of, or could start from: at most one. */
export function liveEnrolment({ setups }: RepeatPayment): Enrolment | null {
  return setups.find((setup) => setup.status === 'ready' || isInFlight(setup)) ?? null;
}

/** However often a card is refused, one repeat payment is charged for at most so many times. */
export const MOST_TRIES = 5;

export function hasTriesLeft({ setups }: RepeatPayment): boolean {
  return setups.filter(({ chargedAt }) => chargedAt !== null).length < MOST_TRIES;
}

/** Whether a new setup may be opened and sent. */
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

/** Whether it runs at Blink and is not over. */
export function isRunning({ schedule }: RepeatPayment): boolean {
  return schedule?.status === 'pending' || schedule?.status === 'active';
}

/** Nothing more is expected to happen to it by itself, and nobody has to look at it. */
export function isFinal(repeatPayment: RepeatPayment): boolean {
  const { review, setups, moves } = repeatPayment;
  if (review || setups.some(isInFlight) || isRunning(repeatPayment)) return false;
  if (moves.some(({ status }) => status === 'claimed' || status === 'unknown')) return false;
  return statusOf(repeatPayment) !== 'pending';
}
