import { z } from 'zod';
import type { Immutable } from '../../kernel/immutable';
import { moneySchema } from '../../kernel/money';
import type { Line } from '../../ledger/line';
import { challengeSchema } from '../../payments/challenge';
import { customerSchema } from '../../payments/customer';
import { keptIntentSchema } from '../../payments/kept-intent';
import { PAYMENT_METHODS } from '../../payments/methods';
import { moment } from '../../postgres/values';
import {
  causeOfRefundSchema,
  excessPaymentSchema,
  newOrderSchema,
  newRefundSchema,
  REVERSAL_REASONS,
  REVIEW_REASONS,
} from './order';

/** Every change of an order, once: the types are inferred from these schemas, and lines of histories are read by them. */

const amendmentSchema = newOrderSchema
  .pick({ amount: true, description: true, customer: true, metadata: true })
  .extend({ expiresAt: moment })
  .partial();

const change = <const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

const attemptId = z.string();
const refundId = z.string();
const transactionId = z.string();
/** Minor units. */
const amount = z.int();
const reason = z.string().nullable();
/** A word that is there or not, so that lines from before it stay what they are. */
const mark = z.literal(true).exactOptional();

/** Each is a transition of one attempt. */
const ATTEMPT_TRANSITIONS = [
  change('charge_claimed', { attemptId, customer: customerSchema }),
  // Nothing was charged and the intent is still usable: certainly nothing was sent, or Blink turned the call away before processing it.
  change('charge_withdrawn', { attemptId, turnedAway: mark }),
  change('challenge_received', { attemptId, challenge: challengeSchema }),
  change('outcome_pending', {
    attemptId,
    transactionId,
    /** Blink has accepted it, and nobody asked for an authorisation only: it captures by itself. */
    accepted: mark,
    /** The bank's page still waits for the shopper. */
    atBank: mark,
  }),
  change('outcome_unknown', { attemptId, transactionId: transactionId.nullable() }),
  change('money_authorised', {
    attemptId,
    transactionId,
    amount,
    /** Blink's status word for this authorisation usually means captured money. */
    heldAsCaptured: mark,
  }),
  change('money_captured', { attemptId, transactionId, amount }),
  change('money_reversed', { attemptId, amount, reason: z.enum(REVERSAL_REASONS) }),
  // Blink voided the authorisation because we asked it to.
  change('authorisation_released', { attemptId }),
  // The authorisation is over, and not by us.
  change('authorisation_ended', { attemptId, reason }),
  change('attempt_declined', { attemptId, transactionId: transactionId.nullable(), reason }),
  change('attempt_abandoned', {
    attemptId,
    /** The attempt was never charged, and the shopper only chose another method: it may be resumed. */
    setAside: mark,
  }),
  change('attempt_reopened', { attemptId }),
] as const;

const ATTEMPT_CHANGES = [
  change('attempt_opened', {
    attemptId,
    method: z.enum(PAYMENT_METHODS),
    nonce: z.string(),
    amount: moneySchema,
    intent: keptIntentSchema,
  }),
  change('attempt_amended', { attemptId, amount: moneySchema }),
] as const;

/** What is asked of Blink about an authorisation, and what its answer says. What became of the money is read from the transaction. */
const AUTHORISATION_CHANGES = [
  change('capture_claimed', { attemptId, amount, by: z.enum(['capture', 'rerun']) }),
  change('capture_confirmed', { attemptId, transactionId }),
  change('capture_unknown', { attemptId }),
  // Nothing was captured, for certain.
  change('capture_refused', { attemptId, reason }),
  change('release_claimed', { attemptId, because: causeOfRefundSchema }),
  change('release_unknown', { attemptId }),
  // The money is still authorised, for certain.
  change('release_refused', { attemptId, reason }),
  // It is certain that Blink was not asked: it may be asked again.
  change('release_withdrawn', { attemptId }),
] as const;

const EXCESS_CHANGES = [
  change('surplus_found', { attemptId, as: excessPaymentSchema }),
  // The payment turned out to be the order's after all, or a human decided not to refund it.
  change('surplus_kept', { attemptId }),
  change('part_reversed', { attemptId }),
] as const;

const REFUND_CHANGES = [
  change('refund_claimed', { refund: newRefundSchema }),
  change('refund_succeeded', { refundId }),
  change('refund_failed', { refundId, reason }),
  // It is certain that Blink was not asked: it may be asked again.
  change('refund_withdrawn', { refundId }),
  change('refund_unknown', { refundId }),
] as const;

/** A change as the history keeps it. */
export const orderChangeSchema = z.discriminatedUnion('type', [
  change('order_created', { order: newOrderSchema }),
  change('order_amended', { amendment: amendmentSchema }),
  change('order_cancelled', {}),
  change('order_expired', {}),
  ...ATTEMPT_CHANGES,
  ...ATTEMPT_TRANSITIONS,
  ...AUTHORISATION_CHANGES,
  ...EXCESS_CHANGES,
  ...REFUND_CHANGES,
  change('review_flagged', { reason: z.enum(REVIEW_REASONS) }),
  change('review_closed', { resolution: z.string(), note: z.string() }),
  // The order, and every line before this one, no longer identify the customer.
  change('personal_data_erased', {}),
]);

export type Entry = Line<OrderChange>;
export type NewOrder = Immutable<z.infer<typeof newOrderSchema>>;
export type OrderAmendment = Immutable<z.infer<typeof amendmentSchema>>;
export type OrderChange = Immutable<z.infer<typeof orderChangeSchema>>;
export type AttemptTransition = Immutable<z.infer<(typeof ATTEMPT_TRANSITIONS)[number]>>;
export type AuthorisationChange = Immutable<z.infer<(typeof AUTHORISATION_CHANGES)[number]>>;
export type ExcessChange = Immutable<z.infer<(typeof EXCESS_CHANGES)[number]>>;
export type AttemptChange =
  | Immutable<z.infer<(typeof ATTEMPT_CHANGES)[number]>>
  | AttemptTransition
  | AuthorisationChange
  | ExcessChange;
export type RefundChange = Immutable<z.infer<(typeof REFUND_CHANGES)[number]>>;
