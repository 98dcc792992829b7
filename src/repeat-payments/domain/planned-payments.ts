import type { Money } from '../../kernel/money';
import { dayAfter, type Day } from './days';
import type { FixedPlan, Plan } from './plan';

/** One payment of the plan. */
export interface PlannedPayment {
  readonly date: Day;
  readonly amount: Money;
}

/** How many payments of a plan without an end are shown: as many as Blink lists at first. */
export const SHOWN_WITHOUT_END = 15;

/**
 * What the customer agrees to pay, and when: the same days and amounts that Blink computes from the plan.
 * @param agreedOn the first day when the plan itself names none
 */
export function plannedPayments(plan: Plan, agreedOn: Day): readonly PlannedPayment[] {
  if (plan.type === 'variable') return plan.entries;
  const count = plan.instalments ?? SHOWN_WITHOUT_END;
  return Array.from({ length: count }, (_, index) => plannedPayment(plan, plan.startDate ?? agreedOn, index));
}

function plannedPayment(plan: FixedPlan, start: Day, index: number): PlannedPayment {
  const isLast = plan.instalments !== null && index === plan.instalments - 1;
  const regular = dayAfter(start, plan.frequency, index * plan.every);
  if (index === 0) return { date: regular, amount: plan.firstAmount ?? plan.amount };
  if (!isLast) return { date: regular, amount: plan.amount };
  return { date: plan.finalDate ?? regular, amount: plan.finalAmount ?? plan.amount };
}

/** The amount charged while the customer agrees; null when the card is only verified. */
export function dueAtOnce(plan: Plan, today: Day): Money | null {
  const [first] = plannedPayments(plan, today);
  return first?.date === today ? first.amount : null;
}

export function currencyOf(plan: Plan): string {
  return (plan.type === 'fixed' ? plan.amount : plan.entries[0]?.amount)?.currency ?? 'GBP';
}
