import type { BlinkSchedule } from '../../blink/schedules/repeat-payment';
import type { RepeatPayment, ScheduleKey, Enrolment } from '../domain/repeat-payment';
import { sameKey } from '../domain/orphan-schedules';

/** What travels through Blink with the schedule: unguessable, one for each enrolment, and the only proof that a schedule is this enrolment's. */
export function referenceOf({ id }: Pick<RepeatPayment, 'id'>, { nonce }: Pick<Enrolment, 'nonce'>): string {
  return `${id}.${nonce}`;
}

/**
 * The enrolment that this schedule was asked for by; null when it is not this repeat payment's at all. Where Blink shows no reference the number
 * tells it, of a schedule that is known as ours, or that Blink's own answer to an enrolment named.
 */
export function enrolmentOf(
  repeatPayment: RepeatPayment,
  { reference, key }: BlinkSchedule,
): Enrolment | null {
  const { setups } = repeatPayment;
  if (reference === '') return setups.find((setup) => isOf(setup, key, repeatPayment)) ?? null;
  return setups.find((setup) => referenceOf(repeatPayment, setup) === reference) ?? null;
}

function isOf(setup: Enrolment, key: ScheduleKey, { plan, schedule, strays }: RepeatPayment): boolean {
  const isKnown = [...(schedule ? [schedule] : []), ...strays].some(
    (each) => each.setupId === setup.id && sameKey(each.key, key),
  );
  return isKnown || (key.type === plan.type && key.id === setup.scheduleId);
}
