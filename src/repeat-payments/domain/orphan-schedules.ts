import type { BlinkSchedule } from '../../blink/schedules/repeat-payment';
import { meaningOfSchedule } from '../../blink/schedules/schedule-statuses';
import { isBeingAsked } from './being-asked';
import type { RepeatPayment, ScheduleKey, OrphanSchedule } from './repeat-payment';

export function sameKey(one: ScheduleKey, other: ScheduleKey): boolean {
  return one.type === other.type && one.id === other.id;
}

/** Schedules that should not be there and that Blink has not been asked to end yet. */
export function orphansToEnd({ strays, moves }: RepeatPayment): readonly OrphanSchedule[] {
  return strays.filter(
    ({ key }) =>
      !moves.some(
        (move) => move.kind === 'end_stray' && sameKey(move.key, key) && move.status !== 'withdrawn',
      ),
  );
}

/** Of which it is not certain that Blink has ended them: for whoever asks for it once more. */
export function orphansNotEnded(repeatPayment: RepeatPayment, now: Date): readonly OrphanSchedule[] {
  return repeatPayment.strays.filter(({ key }) => !isEndedByUs(repeatPayment, key, now));
}

/** Blink said that it ended it, or is being asked to. */
export function isEndedByUs({ moves }: RepeatPayment, key: ScheduleKey, now: Date): boolean {
  return moves.some(
    (move) =>
      move.kind === 'end_stray' &&
      sameKey(move.key, key) &&
      (move.status === 'done' || isBeingAsked(move, now)),
  );
}

/** Whether this schedule is known as this repeat payment's, wanted or not. */
export function isKnown({ schedule, strays }: RepeatPayment, key: ScheduleKey): boolean {
  return (schedule !== null && sameKey(schedule.key, key)) || strays.some((stray) => sameKey(stray.key, key));
}

/**
 * Whether Blink goes on with it in the place of ours, as after an amount was changed at its portal, or went on from it to ours: then it is
 * the customer's real schedule, or was, and never one too many. Blink may do so again and again, and nobody told us of those between.
 */
export function isReplacement(
  { key, parentId, childId }: BlinkSchedule,
  { schedule, strays }: RepeatPayment,
): boolean {
  if (!schedule || schedule.key.type !== key.type) return false;
  const continuesStray = strays.some((stray) => sameKey(stray.key, { type: key.type, id: parentId ?? 0 }));
  return (parentId !== null && !continuesStray) || childId === schedule.key.id;
}

/** One that was edited at Blink's portal is shown as pending and not active: it takes nothing any more, the one in its place does. */
export function isGoingOn({ status, isActive, childId }: BlinkSchedule): boolean {
  const meaning = meaningOfSchedule(status);
  return meaning === 'active' || (meaning === 'pending' && !(childId !== null && isActive === false));
}
