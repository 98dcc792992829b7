import { textOf, wholeNumberOf, type Fields } from '../edge/fields';
import { actionRefused, refused } from '../edge/refusal';
import { SCHEDULE_TYPES, type Instalment, type Schedule, type ScheduleType } from './schedule';
import type { Schedules } from './schedules';

/** payment_type belongs to the key: the two types count separately. @throws Refusal 400 */
export function typeFrom(fields: Fields): ScheduleType {
  const type = SCHEDULE_TYPES.find((each) => each === textOf(fields, 'payment_type'));
  if (!type) throw refused(400, 'Payment type is required');
  return type;
}

/** @throws Refusal 404 */
export function scheduleOf(schedules: Schedules, id: string, fields: Fields): Schedule {
  const type = typeFrom(fields);
  const schedule = /^\d{1,15}$/.test(id) ? schedules.find(type, Number(id)) : null;
  if (!schedule) throw refused(404, 'Invalid request');
  return schedule;
}

/** Blink's own example spells it `reccuring_id`. @throws Refusal 400 */
export function instalmentOf({ instalments }: Schedule, fields: Fields): Instalment {
  const id = wholeNumberOf(fields, 'recurring_id') ?? wholeNumberOf(fields, 'reccuring_id');
  const instalment = instalments.find((each) => each.id === id);
  if (!instalment) throw actionRefused(400, 'Recurring id is invalid');
  return instalment;
}
