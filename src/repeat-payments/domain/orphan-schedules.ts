import type { BlinkSchedule } from '../../blink/schedules/repeat-payment';
import { meaningOfSchedule } from '../../blink/schedules/schedule-statuses';
import { isBeingAsked } from './being-asked';
import type { RepeatPayment, ScheduleKey, OrphanSchedule } from './repeat-payment';

export function sameKey(one: ScheduleKey, other: ScheduleKey): boolean {
  return one.type === other.type && one.id === other.id;
}

/** Orphan schedules that Blink has not been asked to end yet. */
export function orphansToEnd({ strays, moves }: RepeatPayment): readonly OrphanSchedule[] {
  return strays.filter(
    ({ key }) =>
      !moves.some(
        (operation) =>
          operation.kind === 'end_stray' && sameKey(operation.key, key) && operation.status !== 'withdrawn',
      ),
  );
}

/** Orphan schedules that Blink has not certainly ended: a repeated request to end them covers these. */
export function orphansNotEnded(repeatPayment: RepeatPayment, now: Date): readonly OrphanSchedule[] {
  return repeatPayment.strays.filter(({ key }) => !isEndedByUs(repeatPayment, key, now));
}

/** Whether Blink said that it ended the schedule, or is being asked to. */
export function isEndedByUs({ moves }: RepeatPayment, key: ScheduleKey, now: Date): boolean {
  return moves.some(
    (operation) =>
      operation.kind === 'end_stray' &&
      sameKey(operation.key, key) &&
      (operation.status === 'done' || isBeingAsked(operation, now)),
  );
}

/** Whether the schedule is known as this repeat payment's own or as an orphan of it. */
export function isKnown({ schedule, strays }: RepeatPayment, key: ScheduleKey): boolean {
  return (
    (schedule !== null && sameKey(schedule.key, key)) || strays.some((orphan) => sameKey(orphan.key, key))
  );
}

/**
 * Whether the schedule replaced ours at Blink (as after an amount was changed at the portal), or ours replaced it: then it is, or was, the
 * customer's real schedule and no orphan. Blink may replace a schedule repeatedly, and does not report those in between.
 */
export function isReplacement(
  { key, parentId, childId }: BlinkSchedule,
  { schedule, strays }: RepeatPayment,
): boolean {
  if (!schedule || schedule.key.type !== key.type) return false;
  const continuesOrphan = strays.some((orphan) => sameKey(orphan.key, { type: key.type, id: parentId ?? 0 }));
  return (parentId !== null && !continuesOrphan) || childId === schedule.key.id;
}

/** Whether the schedule still charges. One that was edited at the portal is shown as pending and not active: its replacement charges. */
export function isGoingOn({ status, isActive, childId }: BlinkSchedule): boolean {
  const meaning = meaningOfSchedule(status);
  return meaning === 'active' || (meaning === 'pending' && !(childId !== null && isActive === false));
}
