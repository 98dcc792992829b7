import { actionRefused } from '../edge/refusal';
import type { Instalment, Schedule } from './schedule';

/** Calls off all payments that are left. @throws Refusal 400 */
export function endSchedule(schedule: Schedule): void {
  refuseCancelled(schedule);
  for (const each of schedule.instalments) if (each.state === 'Pending') each.state = 'Removed';
  schedule.status = 'Cancelled';
}

/** Calls off one payment; the schedule ends with the last one. @throws Refusal 400 */
export function callOff(schedule: Schedule, instalment: Instalment): void {
  refuseCancelled(schedule);
  if (instalment.state !== 'Pending') throw actionRefused(400, 'Only payments to come can be deleted');
  instalment.state = 'Removed';
  if (!schedule.instalments.some(({ state }) => state === 'Pending')) schedule.status = 'Cancelled';
}

function refuseCancelled({ status }: Schedule): void {
  if (status === 'Cancelled') throw actionRefused(400, 'Repeat payment is already cancelled');
}
