import type { Money } from '../../kernel/money';
import { dayAfter, type Day } from './dates';
import type { Instalment, Plan, Schedule, ScheduleType, Terms } from './schedule';

/** Blink writes no more than these at first, and one more after each payment. */
const WRITTEN_AHEAD = 15;

const FIRST_IDS: Readonly<Record<ScheduleType, number>> = { fixed_schedule: 273, variable_schedule: 127 };

/** All schedules. */
export class Schedules {
  readonly #byType: Readonly<Record<ScheduleType, Map<number, Schedule>>> = {
    fixed_schedule: new Map(),
    variable_schedule: new Map(),
  };
  readonly #firstId: number;
  #nextInstalment: number;

  /** @param firstId what every number is counted on from */
  constructor(firstId: number) {
    this.#firstId = firstId;
    this.#nextInstalment = firstId + 1_430;
  }

  create(plan: Plan, terms: Terms): Schedule {
    const schedule = this.#kept(plan, terms, null);
    if (plan.type === 'variable_schedule')
      for (const { day, amount } of plan.entries) this.add(schedule, day, amount);
    else for (let written = 0; written < WRITTEN_AHEAD; written += 1) this.writeNext(schedule);
    return schedule;
  }

  /** What is still to come goes on as another schedule; nothing of it is left in the one before. */
  replace(before: Schedule): Schedule {
    const { instalments, plan, terms } = before;
    const schedule = this.#kept(plan, terms, before);
    schedule.status = before.status;
    schedule.instalments.push(...instalments.splice(0));
    before.status = 'Pending';
    before.replacedBy = schedule;
    return schedule;
  }

  #kept(plan: Plan, terms: Terms, replaces: Schedule | null): Schedule {
    const kept = this.#byType[plan.type];
    const schedule: Schedule = {
      id: this.#firstId + FIRST_IDS[plan.type] + kept.size,
      plan,
      terms,
      status: 'Pending',
      instalments: [],
      replaces,
      replacedBy: null,
      declinesNext: false,
    };
    kept.set(schedule.id, schedule);
    return schedule;
  }

  find(type: ScheduleType, id: number): Schedule | null {
    return this.#byType[type].get(id) ?? null;
  }

  list(type: ScheduleType): Schedule[] {
    return [...this.#byType[type].values()];
  }

  all(): Schedule[] {
    return [...this.list('fixed_schedule'), ...this.list('variable_schedule')];
  }

  /** Writes the next instalment of a fixed schedule down, if there is one. */
  writeNext(schedule: Schedule): void {
    const { plan, instalments } = schedule;
    if (plan.type !== 'fixed_schedule') return;
    const number = instalments.length;
    if (plan.count !== null && number >= plan.count) return;
    const isLast = plan.count !== null && number === plan.count - 1;
    const amount = number === 0 ? plan.first : isLast ? plan.final : plan.recurring;
    const regular = dayAfter(plan.start, plan.frequency, number * plan.every);
    this.add(schedule, isLast ? (plan.finalDay ?? regular) : regular, amount);
  }

  add({ instalments }: Schedule, day: Day, amount: Money): Instalment {
    const instalment: Instalment = {
      id: this.#nextInstalment,
      day,
      amount,
      state: 'Pending',
      transactionId: null,
      xref: null,
    };
    this.#nextInstalment += 1;
    instalments.push(instalment);
    return instalment;
  }
}
