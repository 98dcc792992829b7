import type { Claim } from '../../ledger/kind';
import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import { ScheduleTaken, SetupIntentTaken } from './store';

/** Its schedules for ever, so that none is taken for another's, and the intents of its setups, each of them of one setup only. */
export function claimsOf(repeatPayment: RepeatPayment): readonly Claim[] {
  return [
    ...keysOf(repeatPayment).map((key) => ({
      key: scheduleClaim(key),
      owner: repeatPayment.id,
      isForEver: true,
      taken: () => new ScheduleTaken(key),
    })),
    ...repeatPayment.setups.map(({ id, intent }) => ({
      key: `intent ${intent.id}`,
      owner: id,
      isForEver: false,
      taken: () => new SetupIntentTaken(),
    })),
  ];
}

export function scheduleClaim({ type, id }: ScheduleKey): string {
  return `schedule ${type}/${id}`;
}

/** Every schedule at Blink that is this repeat payment's, wanted or not. */
export function keysOf({ schedule, strays }: RepeatPayment): readonly ScheduleKey[] {
  return [...(schedule ? [schedule.key] : []), ...strays.map(({ key }) => key)];
}
