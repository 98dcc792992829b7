import fc from 'fast-check';
import type { FixedPlan, IsoDay, SchedulePlan } from '../../src/blink/schedules/repeat-payment';
import { DAY } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';

/** One payment as it is to be taken. */
export interface Payment {
  readonly day: IsoDay;
  readonly amount: number;
}

/** On a test's clock. */
export const TODAY = '2026-11-20';
/** How many payments of a plan without an end are looked at. */
export const LOOKED_AT = 40;

/** From one pound: cards are charged no less. */
const minor = fc.integer({ min: 100, max: 10_000_000 });
const inDays = (min: number) => fc.integer({ min, max: 1_000 }).map((days) => daysAfter(TODAY, days));

export const fixedPlan: fc.Arbitrary<FixedPlan> = fc
  .record({
    amount: minor,
    first: fc.option(minor),
    final: fc.option(minor),
    frequency: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const),
    every: fc.integer({ min: 1, max: 24 }),
    startDate: fc.option(inDays(0)),
    instalments: fc.option(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 300 }))),
    later: fc.option(fc.integer({ min: 1, max: 500 })),
  })
  .map(({ amount, first, final, later, ...plan }) => {
    const regular = { ...plan, type: 'fixed', amount: pounds(amount), firstAmount: first === null ? null : pounds(first), finalAmount: null, finalDate: null } as const; // prettier-ignore
    if (plan.instalments === null) return regular;
    const lastButOne = fixedPayments(regular).at(-2)?.day ?? plan.startDate ?? TODAY;
    const finalDate = later === null ? null : daysAfter(lastButOne, later);
    return { ...regular, finalAmount: final === null ? null : pounds(final), finalDate };
  });

export const variablePlan: fc.Arbitrary<SchedulePlan> = fc
  .uniqueArray(fc.record({ date: inDays(0), amount: minor.map(pounds) }), {
    minLength: 2,
    maxLength: 300,
    selector: ({ date }) => date,
  })
  .map((entries) => ({ type: 'variable', entries }));

function pounds(amount: number) {
  return money(amount, 'GBP');
}

export function total(payments: readonly Payment[]): number {
  return payments.reduce((sum, { amount }) => sum + amount, 0);
}

export function paymentsOf(plan: SchedulePlan): Payment[] {
  if (plan.type === 'fixed') return fixedPayments(plan);
  return plan.entries.map(({ date, amount }) => ({ day: date, amount: amount.minor }));
}

/** Written once more, and otherwise than in the product, so that both would have to be wrong in the same way. */
function fixedPayments(plan: FixedPlan): Payment[] {
  const start = plan.startDate ?? TODAY;
  const count = plan.instalments ?? LOOKED_AT;
  const payments = Array.from({ length: count }, (_, index) => ({
    day: stepsAfter(start, plan.frequency, index * plan.every),
    amount: plan.amount.minor,
  }));
  if (plan.instalments !== null) {
    if (plan.finalAmount) payments[count - 1]!.amount = plan.finalAmount.minor;
    if (plan.finalDate) payments[count - 1]!.day = plan.finalDate;
  }
  if (plan.firstAmount) payments[0]!.amount = plan.firstAmount.minor;
  else if (count === 1 && plan.instalments !== null) payments[0]!.amount = plan.amount.minor; // the first, not the final one
  return payments;
}

function stepsAfter(start: IsoDay, frequency: FixedPlan['frequency'], steps: number): IsoDay {
  if (frequency !== 'months') return daysAfter(start, frequency === 'weeks' ? steps * 7 : steps);
  const [year = 0, month = 0, day = 0] = start.split('-').map(Number);
  const monthsSinceYearZero = year * 12 + (month - 1) + steps;
  const target = [Math.floor(monthsSinceYearZero / 12), (monthsSinceYearZero % 12) + 1] as const;
  return dated(target[0], target[1], Math.min(day, daysIn(target[0], target[1])));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function dated(year: number, month: number, day: number): IsoDay {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysAfter(day: IsoDay, days: number): IsoDay {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}
