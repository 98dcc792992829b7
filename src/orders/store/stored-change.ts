import { z } from 'zod';
import type { NewOrder, OrderAmendment, OrderChange } from '../domain/history';
import { challenge, intent } from './stored-attempt';
import {
  capturePolicy,
  customer,
  metadata,
  money,
  paymentMethod,
  refundKind,
  reversalReason,
  reviewReason,
  surplus,
} from './stored-values';
import { moment } from '../../postgres/values';

type Type = OrderChange['type'];
type Readers = { readonly [Each in Type]: z.ZodType<Extract<OrderChange, { readonly type: Each }>> };

const newOrder: z.ZodType<NewOrder> = z.object({
  id: z.string(),
  token: z.string(),
  reference: z.string(),
  amount: money,
  description: z.string().nullable(),
  customer,
  paymentMethods: z.array(paymentMethod),
  capture: capturePolicy,
  successUrl: z.string().nullable(),
  cancelUrl: z.string().nullable(),
  metadata,
  expiresAt: moment,
});

const amendment: z.ZodType<OrderAmendment> = z.object({
  amount: money.optional(),
  description: z.string().nullable().optional(),
  customer: customer.optional(),
  metadata: metadata.optional(),
  expiresAt: moment.optional(),
});

const newRefund = z.object({
  id: z.string(),
  attemptId: z.string(),
  amount: z.int(),
  reason: z.string().nullable(),
  kind: refundKind,
});

const change = <const Name extends Type, Shape extends z.core.$ZodLooseShape>(type: Name, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

const attemptId = z.string();
const refundId = z.string();
const transactionId = z.string();
const amount = z.int();
const reason = z.string().nullable();

/** One reader for each type of change there is. */
const READERS: Readers = {
  order_created: change('order_created', { order: newOrder }),
  order_amended: change('order_amended', { amendment }),
  order_cancelled: change('order_cancelled', {}),
  order_expired: change('order_expired', {}),
  attempt_opened: change('attempt_opened', {
    attemptId,
    method: paymentMethod,
    nonce: z.string(),
    amount: money,
    intent,
  }),
  attempt_amended: change('attempt_amended', { attemptId, amount: money }),
  charge_claimed: change('charge_claimed', { attemptId, customer }),
  charge_withdrawn: change('charge_withdrawn', { attemptId, turnedAway: z.literal(true).exactOptional() }),
  challenge_received: change('challenge_received', { attemptId, challenge }),
  outcome_pending: change('outcome_pending', {
    attemptId,
    transactionId,
    accepted: z.literal(true).exactOptional(),
    atBank: z.literal(true).exactOptional(),
  }),
  outcome_unknown: change('outcome_unknown', { attemptId, transactionId: transactionId.nullable() }),
  money_authorised: change('money_authorised', {
    attemptId,
    transactionId,
    amount,
    heldAsCaptured: z.literal(true).exactOptional(),
  }),
  money_captured: change('money_captured', { attemptId, transactionId, amount }),
  money_reversed: change('money_reversed', { attemptId, amount, reason: reversalReason }),
  attempt_declined: change('attempt_declined', {
    attemptId,
    transactionId: transactionId.nullable(),
    reason,
  }),
  attempt_abandoned: change('attempt_abandoned', { attemptId, setAside: z.literal(true).exactOptional() }),
  attempt_reopened: change('attempt_reopened', { attemptId }),
  authorisation_released: change('authorisation_released', { attemptId }),
  authorisation_ended: change('authorisation_ended', { attemptId, reason }),
  capture_claimed: change('capture_claimed', { attemptId, amount, by: z.enum(['capture', 'rerun']) }),
  capture_confirmed: change('capture_confirmed', { attemptId, transactionId }),
  capture_unknown: change('capture_unknown', { attemptId }),
  capture_refused: change('capture_refused', { attemptId, reason }),
  release_claimed: change('release_claimed', { attemptId, because: refundKind }),
  release_unknown: change('release_unknown', { attemptId }),
  release_refused: change('release_refused', { attemptId, reason }),
  release_withdrawn: change('release_withdrawn', { attemptId }),
  surplus_found: change('surplus_found', { attemptId, as: surplus }),
  surplus_kept: change('surplus_kept', { attemptId }),
  part_reversed: change('part_reversed', { attemptId }),
  refund_claimed: change('refund_claimed', { refund: newRefund }),
  refund_succeeded: change('refund_succeeded', { refundId }),
  refund_failed: change('refund_failed', { refundId, reason }),
  refund_withdrawn: change('refund_withdrawn', { refundId }),
  refund_unknown: change('refund_unknown', { refundId }),
  review_flagged: change('review_flagged', { reason: reviewReason }),
  review_closed: change('review_closed', { resolution: z.string(), note: z.string() }),
  personal_data_erased: change('personal_data_erased', {}),
};

const isType = (word: unknown): boolean => typeof word === 'string' && Object.hasOwn(READERS, word);

/** A change as the history keeps it. */
export const storedChange = z
  .looseObject({ type: z.custom<Type>(isType) })
  .transform((stored): OrderChange => READERS[stored.type].parse(stored));
