import type { RepeatPayment, ScheduleKey, Stray } from './repeat-payment';

export function sameKey(one: ScheduleKey, other: ScheduleKey): boolean {
  return one.type === other.type && one.id === other.id;
}

/** Schedules that should not be there and that Blink has not been asked to end yet. */
export function straysToEnd({ strays, moves }: RepeatPayment): readonly Stray[] {
  return strays.filter(
    ({ key }) =>
      !moves.some(
        (move) => move.kind === 'end_stray' && sameKey(move.key, key) && move.status !== 'withdrawn',
      ),
  );
}

/** Whether this schedule is known as this repeat payment's, wanted or not. */
export function isKnown({ schedule, strays }: RepeatPayment, key: ScheduleKey): boolean {
  return (schedule !== null && sameKey(schedule.key, key)) || strays.some((stray) => sameKey(stray.key, key));
}
