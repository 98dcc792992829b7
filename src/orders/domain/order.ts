import { z } from 'zod';
import type { Immutable } from '../../kernel/immutable';
import { moneySchema } from '../../kernel/money';
import { challengeSchema } from '../../payments/challenge';
import { customerSchema } from '../../payments/customer';
import { keptIntentSchema } from '../../payments/kept-intent';
import { capturePolicySchema, PAYMENT_METHODS } from '../../payments/methods';
import { moment } from '../../postgres/values';

/**
 * What an order is, once: the types are inferred from these schemas, and rows are read by them. What a later release adds needs a default
 * here, for rows that are older.
 */

/** What the shop says when it makes an order: also in the first line of its history. */
export const newOrderSchema = z.object({
  id: z.string(),
  /** The capability in `checkout_url`. Never logged, never in the API apart from that address. */
  token: z.string(),
  reference: z.string(),
  amount: moneySchema,
  description: z.string().nullable(),
  customer: customerSchema,
  paymentMethods: z.array(z.enum(PAYMENT_METHODS)),
  capture: capturePolicySchema,
  successUrl: z.string().nullable(),
  cancelUrl: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  expiresAt: moment,
});

export const ATTEMPT_STATUSES = [
  'ready',
  'charging',
  'challenged',
  'pending',
  'unknown',
  'authorised',
  'captured',
  'declined',
  'abandoned',
  'reversed',
] as const;

/** A second payment of the same order, or money that came when the order was closed. */
export const excessPaymentSchema = z.enum(['duplicate', 'late']);

/** Why money is sent back: asked for by the shop, or an excess payment. */
export const causeOfRefundSchema = z.enum(['requested', ...excessPaymentSchema.options]);

/** Who undid a payment: the bank at settlement, the shopper's bank later, somebody at Blink's portal, a failed collection. */
export const REVERSAL_REASONS = ['rejected', 'charged_back', 'cancelled', 'refunded', 'failed'] as const;

/** What Blink was asked to do with an authorisation, until that is settled: one thing at a time. */
const authorisationClaimSchema = z.object({
  /** `capture` captures the authorisation itself, `rerun` charges its card anew, `release` voids it. */
  kind: z.enum(['capture', 'rerun', 'release']),
  /** Minor units. */
  amount: z.int(),
  /** `confirmed`: Blink says that it did it, and its transaction has not been seen to say so yet. */
  status: z.enum(['claimed', 'unknown', 'confirmed']),
  /** The transaction that Blink named in its answer. */
  transactionId: z.string().nullable(),
  because: causeOfRefundSchema,
  at: moment,
});

/** One try to pay an order: one intent at Blink, one method, a snapshot of what was to be paid. */
export const attemptSchema = z.object({
  id: z.string(),
  method: z.enum(PAYMENT_METHODS),
  /** 128 random bits that travel through Blink in `merchant_data` and prove that a transaction is this attempt's. */
  nonce: z.string(),
  amount: moneySchema,
  /**
   * The order's amount was changed while this stood ready, and Blink has not confirmed that its intent followed. Which of the two would
   * be paid is not known: it is never charged.
   */
  isAmountInDoubt: z.boolean().default(false),
  intent: keptIntentSchema,
  status: z.enum(ATTEMPT_STATUSES),
  createdAt: moment,
  /** When the charge was claimed: from then on money may move. */
  chargedAt: moment.nullable(),
  /** Known once Blink named the transaction in an answer to our own call, or once it was verified. */
  transactionId: z.string().nullable(),
  /** The authorisation, where its capture made a transaction of its own: then that is `transactionId`. */
  authorisationId: z.string().nullable(),
  challenge: challengeSchema.nullable(),
  declineReason: z.string().nullable(),
  /** Minor units, as read at Blink. */
  authorised: z.int(),
  captured: z.int(),
  reversed: z.int(),
  authorisedAt: moment.nullable(),
  capturedAt: moment.nullable(),
  /** Blink's status word for the authorisation usually means captured money: when it comes again, it says nothing new. */
  heldAsCaptured: z.boolean(),
  claim: authorisationClaimSchema.nullable(),
  /** Money that is not the order's, to be refunded: nobody has asked Blink for it yet. */
  surplus: excessPaymentSchema.nullable(),
  reversalReason: z.enum(REVERSAL_REASONS).nullable(),
  /** A part was refunded at Blink's portal; Blink does not show how much. */
  reversedInPart: z.boolean(),
  /** While `pending`: Blink has accepted the payment and captures it by itself. It most likely will be paid, but is not yet. */
  accepted: z.boolean().default(false),
  /**
   * When Blink turned the charge away before processing it: the attempt may be charged again, on the same intent. If the intent then turns
   * out to be used, the charge that was turned away may have succeeded.
   */
  turnedAwayAt: moment.nullable().default(null),
  /** The attempt was abandoned without ever having been charged, and its intent is still usable. */
  setAside: z.boolean().default(false),
});

/** What the shop, or we, ask to have refunded. */
export const newRefundSchema = z.object({
  id: z.string(),
  attemptId: z.string(),
  /** Minor units in the order's currency. */
  amount: z.int(),
  reason: z.string().nullable(),
  kind: causeOfRefundSchema,
});

export const REFUND_STATUSES = ['claimed', 'succeeded', 'failed', 'unknown'] as const;

/** A refund by us. Refunds are recorded here because Blink shows no refunded total. */
export const refundSchema = newRefundSchema.extend({
  status: z.enum(REFUND_STATUSES),
  createdAt: moment,
  failure: z.string().nullable(),
});

export const REVIEW_REASONS = [
  'wrong_amount',
  'unknown_status',
  'paid_twice',
  'late_payment',
  'outcome_unknown',
  'refund_unknown',
  'refund_failed',
  'capture_unknown',
  'release_unknown',
  'release_failed',
  'reversed_in_part',
] as const;

/** All of an order but what has rows or a column of its own. */
export const orderBodySchema = newOrderSchema.extend({
  createdAt: moment,
  closed: z.object({ as: z.enum(['cancelled', 'expired']), at: moment }).nullable(),
  review: z.object({ reason: z.enum(REVIEW_REASONS), at: moment }).nullable(),
  /** What humans have reviewed: `settled-reviews.ts`. */
  settledReviews: z.array(z.string()),
});

export type OrderBody = Immutable<z.infer<typeof orderBodySchema>>;

/** What the shop wants paid. Never changed in place: every change is a history entry, and this is their sum. */
export type Order = OrderBody & {
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
  /** How many entries its history has. */
  readonly version: number;
};

export type Attempt = Immutable<z.infer<typeof attemptSchema>>;
export type AttemptStatus = Attempt['status'];
export type AuthorisationClaim = Immutable<z.infer<typeof authorisationClaimSchema>>;
export type AuthorisationOperation = AuthorisationClaim['kind'];
export type ExcessPayment = z.infer<typeof excessPaymentSchema>;
export type ReversalReason = (typeof REVERSAL_REASONS)[number];
export type Refund = Immutable<z.infer<typeof refundSchema>>;
export type RefundStatus = Refund['status'];
export type ReviewReason = (typeof REVIEW_REASONS)[number];
export type Review = NonNullable<Order['review']>;
export type Closed = NonNullable<Order['closed']>;
