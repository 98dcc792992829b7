import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import { ScheduleTaken, SetupIntentTaken } from './store';

/** Which repeat payment has which schedule, and which setup which intent: each belongs to one only. */
export class MemoryClaims {
  /** Outlives its repeat payments, so that a schedule is never taken for another's. */
  private readonly schedules = new Map<string, string>();
  private readonly intents = new Map<number, string>();

  find(key: ScheduleKey): string | null {
    return this.schedules.get(nameOf(key)) ?? null;
  }

  /** @throws ScheduleTaken, SetupIntentTaken when another one has it, be it another setup of the same repeat payment */
  refuseTaken(repeatPayment: RepeatPayment): void {
    for (const key of keysOf(repeatPayment)) {
      if ((this.schedules.get(nameOf(key)) ?? repeatPayment.id) !== repeatPayment.id)
        throw new ScheduleTaken(key);
    }
    const intents = repeatPayment.setups.map(({ intent }) => intent.id);
    if (new Set(intents).size < intents.length) throw new SetupIntentTaken();
    for (const { id, intent } of repeatPayment.setups) {
      if ((this.intents.get(intent.id) ?? id) !== id) throw new SetupIntentTaken();
    }
  }

  remember(repeatPayment: RepeatPayment): void {
    for (const key of keysOf(repeatPayment)) this.schedules.set(nameOf(key), repeatPayment.id);
    for (const { id, intent } of repeatPayment.setups) this.intents.set(intent.id, id);
  }

  forgetIntents({ setups }: RepeatPayment): void {
    for (const { intent } of setups) this.intents.delete(intent.id);
  }
}

/** Every schedule at Blink that is this repeat payment's, wanted or not. */
export function keysOf({ schedule, strays }: RepeatPayment): readonly ScheduleKey[] {
  return [...(schedule ? [schedule.key] : []), ...strays.map(({ key }) => key)];
}

function nameOf({ type, id }: ScheduleKey): string {
  return `${type}/${id}`;
}
