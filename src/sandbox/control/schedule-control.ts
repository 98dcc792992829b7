import { money } from '../../kernel/money';
import { actionRefused } from '../edge/refusal';
import { runInstalment } from '../repeat-payments/run-instalments';
import type { Instalment, Schedule, ScheduleStatus, ScheduleType } from '../repeat-payments/schedule';
import { callOff, endSchedule } from '../repeat-payments/end-schedule';
import { setAmount } from '../repeat-payments/schedule-routes';
import { shownState, type ShownState } from '../repeat-payments/shown-state';
import type { World } from '../world';

/** A payment of a schedule as it stands, for whoever wants to check what really happened. */
export interface PaymentEntry {
  readonly recurringId: number;
  readonly day: string;
  /** Minor units. */
  readonly amount: number;
  readonly state: ShownState;
  readonly transactionId: string | null;
}

export interface ScheduleEntry {
  readonly type: ScheduleType;
  readonly id: number;
  readonly reference: string;
  readonly currency: string;
  readonly status: ScheduleStatus;
  readonly cardMask: string;
  readonly declinesNext: boolean;
  readonly payments: readonly PaymentEntry[];
}

/** What Blink's timer and a person in Blink's portal do with a schedule; the shop hears of it by notification at most. */
export interface ScheduleControl {
  list(): ScheduleEntry[];
  /** Takes the next payment before its day. */
  runNext(type: ScheduleType, id: number): void;
  /** Whatever its card and amount, the next payment is declined. */
  declineNext(type: ScheduleType, id: number): void;
  /** Ends all that is left. */
  cancel(type: ScheduleType, id: number): void;
  /** Calls the next payment off. */
  cancelNext(type: ScheduleType, id: number): void;
  /** Has all that is left go on as another schedule with that amount, in minor units. @returns its number */
  edit(type: ScheduleType, id: number, amount: number): number;
}

export const SCHEDULE_ACTIONS = ['runNext', 'declineNext', 'cancelNext', 'cancel'] as const;
export type ScheduleAction = (typeof SCHEDULE_ACTIONS)[number];

/** Every action @throws Refusal when the schedule does not exist or has nothing left */
export function scheduleControlOf(world: World): ScheduleControl {
  const scheduleOf = (type: ScheduleType, id: number): Schedule => {
    const schedule = world.schedules.find(type, id);
    if (!schedule) throw actionRefused(404, 'There is no such repeat payment');
    return schedule;
  };
  return {
    list: () => world.schedules.all().map((schedule) => entryOf(world, schedule)),
    runNext: (type, id) => {
      const schedule = scheduleOf(type, id);
      runInstalment(world, schedule, nextOf(schedule));
    },
    declineNext: (type, id) => {
      const schedule = scheduleOf(type, id);
      nextOf(schedule);
      schedule.declinesNext = true;
    },
    cancel: (type, id) => endSchedule(scheduleOf(type, id)),
    cancelNext: (type, id) => {
      const schedule = scheduleOf(type, id);
      callOff(schedule, nextOf(schedule));
    },
    edit: (type, id, amount) => {
      const schedule = scheduleOf(type, id);
      nextOf(schedule);
      setAmount(schedule, null, money(amount, schedule.terms.currency));
      return world.schedules.replace(schedule).id;
    },
  };
}

function nextOf({ instalments }: Schedule): Instalment {
  const pending = instalments.filter(({ state }) => state === 'Pending');
  const [next] = pending.sort((one, other) => one.day.localeCompare(other.day));
  if (!next) throw actionRefused(400, 'There is no payment left');
  return next;
}

function entryOf({ ledger }: World, schedule: Schedule): ScheduleEntry {
  const { plan, terms } = schedule;
  return {
    type: plan.type,
    id: schedule.id,
    reference: terms.reference,
    currency: terms.currency,
    status: schedule.status,
    cardMask: terms.card.mask,
    declinesNext: schedule.declinesNext,
    payments: schedule.instalments.map((each) => ({
      recurringId: each.id,
      day: each.day,
      amount: each.amount.minor,
      state: shownState(ledger, each),
      transactionId: each.transactionId,
    })),
  };
}
