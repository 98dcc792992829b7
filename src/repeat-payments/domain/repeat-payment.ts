import { settledReviewSchema } from './settled-review';
import { z } from 'zod';
import type { Immutable } from '../../kernel/immutable';
import { moneySchema } from '../../kernel/money';
import { challengeSchema } from '../../payments/challenge';
import { customerSchema } from '../../payments/customer';
import { keptIntentSchema } from '../../payments/kept-intent';
import { moment } from '../../postgres/values';
import { PLAN_TYPES, planSchema } from './plan';

/**
 * What a repeat payment is, once: the types are inferred from these schemas, and rows are read by them. What a later release adds needs a
 * default here, for rows that are older.
 */

/** What the shop says when it makes one: also in the first line of its history. */
export const newRepeatPaymentSchema = z.object({
  id: z.string(),
  /** The capability in `checkout_url`. Never logged, never in the API apart from that address. */
  token: z.string(),
  reference: z.string(),
  plan: planSchema,
  customer: customerSchema,
  /** The paid order whose card it uses; null when a card is entered for it. */
  orderId: z.string().nullable(),
  successUrl: z.string().nullable(),
  /** From then on nobody can agree to it any more. */
  expiresAt: moment,
});

/** Blink counts the schedules of each type by themselves: 12 may exist twice. */
export const scheduleKeySchema = z.object({ type: z.enum(PLAN_TYPES), id: z.int() });

export const SCHEDULE_STATUSES = ['pending', 'active', 'cancelled', 'completed'] as const;
export const PAYMENT_STATUSES = ['pending', 'paid', 'declined', 'refunded', 'cancelled'] as const;

/** What Blink made of it, once it started. */
const scheduleSchema = z.object({
  key: scheduleKeySchema,
  setupId: z.string(),
  status: z.enum(SCHEDULE_STATUSES),
  /** When we learnt that it exists. */
  startedAt: moment,
  /** The first day of a plan that names none itself. */
  agreedOn: z.string(),
});

/** One payment of the schedule, as a read of it says. */
export const readPaymentSchema = z.object({
  /** Blink's recurring id. */
  id: z.int(),
  date: z.string(),
  amount: moneySchema,
  status: z.enum(PAYMENT_STATUSES),
});

/** One payment of the schedule, as Blink showed it last. */
const shownPaymentSchema = readPaymentSchema.extend({
  /** When its status became what it is. */
  since: moment,
  /** It was `cancelled` before it became what it is. */
  wasCalledOff: z.boolean().default(false),
});

export const ENROLMENT_STATUSES = [
  'ready',
  'charging',
  'challenged',
  'unknown',
  'started',
  'declined',
  'abandoned',
] as const;

/** Whether the customer enters the card (and the bank may ask), reads it out by telephone, or has paid with it before. */
export const presenceSchema = z.enum(['online', 'phone', 'stored_card']);

/** One try to start the schedule: one intent at Blink, one nonce. */
export const enrolmentSchema = z.object({
  id: z.string(),
  /** 128 random bits that travel through Blink in the schedule's reference and prove that it is this enrolment's. */
  nonce: z.string(),
  presence: presenceSchema,
  intent: keptIntentSchema,
  /** What is paid while the customer agrees; null when that is only a check of the card. */
  dueAtOnce: moneySchema.nullable(),
  status: z.enum(ENROLMENT_STATUSES),
  createdAt: moment,
  /** When it was claimed: from here on money may move. */
  chargedAt: moment.nullable(),
  /** Since when nobody knows what became of it. */
  unknownSince: moment.nullable(),
  /** When Blink turned it away before looking at it: it may be sent again, on the same intent. It is looked for all the same. */
  turnedAwayAt: moment.nullable().default(null),
  challenge: challengeSchema.nullable(),
  declineReason: z.string().nullable(),
  /** The number of the schedule, when Blink's own answer named it and it could not be read yet. */
  scheduleId: z.int().nullable().default(null),
});

export const OPERATION_KINDS = [
  'cancel_all',
  'cancel_payment',
  'refund_payment',
  'retry_payment',
  'update_card',
  'end_stray',
] as const;

/** `withdrawn` when Blink certainly was not asked, or has not done the operation and is asked again. */
export const OPERATION_STATUSES = ['claimed', 'done', 'refused', 'withdrawn', 'unknown'] as const;

/** Something that Blink was asked to do with the schedule, once. */
const operationSchema = z.object({
  id: z.string(),
  kind: z.enum(OPERATION_KINDS),
  /** Which payment, where it is about one. */
  paymentId: z.int().nullable(),
  /** Which schedule: our own, or an orphan. */
  key: scheduleKeySchema,
  status: z.enum(OPERATION_STATUSES),
  at: moment,
  reason: z.string().nullable(),
});

/** A schedule at Blink that should not be there: a second one, or one that started after the end. */
const orphanScheduleSchema = z.object({ key: scheduleKeySchema, setupId: z.string(), foundAt: moment });

/** An intent that takes no money and gives the form for another card. */
const cardCheckSchema = z.object({
  id: z.string(),
  intent: keptIntentSchema,
  createdAt: moment,
  /** A card from it was sent to Blink, and not refused. */
  isUsed: z.boolean(),
});

export const REVIEW_REASONS = [
  'outcome_unknown',
  'started_twice',
  'started_late',
  'plan_differs',
  'unknown_status',
  'still_running',
  'replaced_at_blink',
  'payment_overdue',
  'schedule_missing',
  'cancel_unknown',
  'refund_unknown',
  'retry_unknown',
  'card_update_unknown',
] as const;

/** All of a repeat payment but what has rows or a column of its own. */
export const repeatPaymentBodySchema = newRepeatPaymentSchema.extend({
  createdAt: moment,
  /** It came to its end before it started. */
  closed: z.object({ as: z.enum(['cancelled', 'expired']), at: moment }).nullable(),
  schedule: scheduleSchema.nullable(),
  /** What Blink has shown so far, by its day. What it showed once is never dropped. */
  payments: z.array(shownPaymentSchema),
  moves: z.array(operationSchema),
  strays: z.array(orphanScheduleSchema),
  /** For entering another card: the newest that was opened. */
  cardCheck: cardCheckSchema.nullable(),
  review: z.object({ reason: z.enum(REVIEW_REASONS), at: moment }).nullable(),
  /** What humans have reviewed: `settled-reviews.ts`. */
  settledReviews: z.array(settledReviewSchema),
});

export type RepeatPaymentBody = Immutable<z.infer<typeof repeatPaymentBodySchema>>;

/** Card payments that Blink takes by itself, on a plan that the customer agreed to. Never changed in place: this is the sum of its history. */
export type RepeatPayment = RepeatPaymentBody & {
  readonly setups: readonly Enrolment[];
  /** How many entries its history has. */
  readonly version: number;
};

export type Closed = NonNullable<RepeatPayment['closed']>;
export type ScheduleKey = Immutable<z.infer<typeof scheduleKeySchema>>;
export type Schedule = Immutable<z.infer<typeof scheduleSchema>>;
export type ScheduleStatus = Schedule['status'];
export type ShownPayment = Immutable<z.infer<typeof shownPaymentSchema>>;
export type PaymentStatus = ShownPayment['status'];
export type Enrolment = Immutable<z.infer<typeof enrolmentSchema>>;
export type EnrolmentStatus = Enrolment['status'];
export type Presence = z.infer<typeof presenceSchema>;
export type Operation = Immutable<z.infer<typeof operationSchema>>;
export type OperationKind = Operation['kind'];
export type OperationStatus = Operation['status'];
export type OrphanSchedule = Immutable<z.infer<typeof orphanScheduleSchema>>;
export type CardCheck = Immutable<z.infer<typeof cardCheckSchema>>;
export type Review = NonNullable<RepeatPayment['review']>;
export type ReviewReason = Review['reason'];
