import { z } from 'zod';
import { challenge, intent } from '../../orders/store/stored-attempt';
import { customer, money } from '../../orders/store/stored-values';
import { FREQUENCIES } from '../domain/days';
import type { Plan } from '../domain/plan';
import { PLAN_TYPES } from '../domain/plan';
import {
  OPERATION_KINDS,
  OPERATION_STATUSES,
  PAYMENT_STATUSES,
  REVIEW_REASONS,
  SCHEDULE_STATUSES,
  ENROLMENT_STATUSES,
  type CardCheck,
  type Operation,
  type Presence,
  type RepeatPayment,
  type ScheduleKey,
  type Enrolment,
} from '../domain/repeat-payment';
import { moment } from '../../postgres/values';

/**
 * How repeat payments come back out of the database. The types see to it that nothing is left out; what a later release adds needs a
 * default here, for rows that are older.
 */

const fixedPlan = z.object({
  type: z.literal('fixed'),
  amount: money,
  firstAmount: money.nullable(),
  finalAmount: money.nullable(),
  frequency: z.enum(FREQUENCIES),
  every: z.int(),
  startDate: z.string().nullable(),
  instalments: z.int().nullable(),
  finalDate: z.string().nullable(),
});
const variablePlan = z.object({
  type: z.literal('variable'),
  entries: z.array(z.object({ date: z.string(), amount: money })),
});
export const plan: z.ZodType<Plan> = z.discriminatedUnion('type', [fixedPlan, variablePlan]);

export const scheduleKey: z.ZodType<ScheduleKey> = z.object({ type: z.enum(PLAN_TYPES), id: z.int() });
export const presence: z.ZodType<Presence> = z.enum(['online', 'phone', 'stored_card']);
export const reviewReason = z.enum(REVIEW_REASONS);
export const scheduleStatus = z.enum(SCHEDULE_STATUSES);
export const paymentStatus = z.enum(PAYMENT_STATUSES);
export const moveKind = z.enum(OPERATION_KINDS);

export const storedSetup: z.ZodType<Enrolment> = z.object({
  id: z.string(),
  nonce: z.string(),
  presence,
  intent,
  dueAtOnce: money.nullable(),
  status: z.enum(ENROLMENT_STATUSES),
  createdAt: moment,
  chargedAt: moment.nullable(),
  unknownSince: moment.nullable(),
  turnedAwayAt: moment.nullable().default(null), // rows from before it was told apart do not have it
  challenge: challenge.nullable(),
  declineReason: z.string().nullable(),
  scheduleId: z.int().nullable().default(null),
});

const move: z.ZodType<Operation> = z.object({
  id: z.string(),
  kind: moveKind,
  paymentId: z.int().nullable(),
  key: scheduleKey,
  status: z.enum(OPERATION_STATUSES),
  at: moment,
  reason: z.string().nullable(),
});

const cardCheck: z.ZodType<CardCheck> = z.object({
  id: z.string(),
  intent,
  createdAt: moment,
  isUsed: z.boolean(),
});

/** All of a repeat payment but what has rows or a column of its own. */
export type RepeatPaymentBody = Omit<RepeatPayment, 'version' | 'setups'>;

export const repeatPaymentBody: z.ZodType<RepeatPaymentBody> = z.object({
  id: z.string(),
  token: z.string(),
  reference: z.string(),
  plan,
  customer,
  orderId: z.string().nullable(),
  successUrl: z.string().nullable(),
  createdAt: moment,
  expiresAt: moment,
  closed: z.object({ as: z.enum(['cancelled', 'expired']), at: moment }).nullable(),
  schedule: z
    .object({
      key: scheduleKey,
      setupId: z.string(),
      status: scheduleStatus,
      startedAt: moment,
      agreedOn: z.string(),
    })
    .nullable(),
  payments: z.array(
    z.object({
      id: z.int(),
      date: z.string(),
      amount: money,
      status: paymentStatus,
      since: moment,
      wasCalledOff: z.boolean().default(false),
    }),
  ),
  moves: z.array(move),
  strays: z.array(z.object({ key: scheduleKey, setupId: z.string(), foundAt: moment })),
  cardCheck: cardCheck.nullable(),
  review: z.object({ reason: reviewReason, at: moment }).nullable(),
  settledReviews: z.array(z.string()),
});
