import { z } from 'zod';
import type { Immutable } from '../../kernel/immutable';
import { moneySchema } from '../../kernel/money';
import { FREQUENCIES } from './days';

export const PLAN_TYPES = ['fixed', 'variable'] as const;

/** The same amount again and again. */
const fixedPlanSchema = z.object({
  type: z.literal('fixed'),
  amount: moneySchema,
  /** Null: the same as the others. */
  firstAmount: moneySchema.nullable(),
  /** Only of a plan that ends. */
  finalAmount: moneySchema.nullable(),
  frequency: z.enum(FREQUENCIES),
  /** Every so many of them. */
  every: z.int(),
  /** Null: the day on which the customer agrees. */
  startDate: z.string().nullable(),
  /** How many payments in all; null: until somebody ends it. */
  instalments: z.int().nullable(),
  /** Null: when the last one is due anyway. */
  finalDate: z.string().nullable(),
});

/** An amount of its own on each of its days, in the order of the calendar. */
const variablePlanSchema = z.object({
  type: z.literal('variable'),
  entries: z.array(z.object({ date: z.string(), amount: moneySchema })),
});

export const planSchema = z.discriminatedUnion('type', [fixedPlanSchema, variablePlanSchema]);

export type PlanType = (typeof PLAN_TYPES)[number];
export type FixedPlan = Immutable<z.infer<typeof fixedPlanSchema>>;
export type VariablePlan = Immutable<z.infer<typeof variablePlanSchema>>;

/** What is paid when, as the shop asked for it and the customer agrees to it. All amounts are in one currency. */
export type Plan = FixedPlan | VariablePlan;
