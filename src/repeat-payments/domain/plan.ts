import type { Money } from '../../kernel/money';
import type { Day, Frequency } from './days';

export const PLAN_TYPES = ['fixed', 'variable'] as const;
export type PlanType = (typeof PLAN_TYPES)[number];

/** What is taken when, as the shop asked for it and the customer agrees to it. All amounts are in one currency. */
export type Plan = FixedPlan | VariablePlan;

/** The same amount again and again. */
export interface FixedPlan {
  readonly type: 'fixed';
  readonly amount: Money;
  /** Null: the same as the others. */
  readonly firstAmount: Money | null;
  /** Only of a plan that ends. */
  readonly finalAmount: Money | null;
  readonly frequency: Frequency;
  /** Every so many of them. */
  readonly every: number;
  /** Null: the day on which the customer agrees. */
  readonly startDate: Day | null;
  /** How many payments in all; null: until somebody ends it. */
  readonly instalments: number | null;
  /** Null: when the last one is due anyway. */
  readonly finalDate: Day | null;
}

/** An amount of its own on each of its days, in the order of the calendar. */
export interface VariablePlan {
  readonly type: 'variable';
  readonly entries: readonly { readonly date: Day; readonly amount: Money }[];
}
