import { z } from 'zod';
import type { Entry, OrderChange } from './history';
import {
  capturePolicy,
  challenge,
  customer,
  intentDetails,
  metadata,
  moment,
  money,
  paymentMethod,
  refundKind,
  reviewReason,
  wholeNumber,
} from './stored-values';
import { LEADS_TO } from './transitions';

const attemptId = z.string();
const transactionId = z.string();

const newOrder = z.object({
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

const amendment = z.object({
  amount: money.optional(),
  description: z.string().nullable().optional(),
  customer: customer.optional(),
  metadata: metadata.optional(),
  expiresAt: moment.optional(),
});

const newRefund = z.object({
  id: z.string(),
  attemptId,
  amount: z.int(),
  reason: z.string().nullable(),
  kind: refundKind,
});

const type = <const Name extends OrderChange['type']>(name: Name) => z.literal(name);

const change: z.ZodType<OrderChange> = z.discriminatedUnion('type', [
  z.object({ type: type('order_created'), order: newOrder }),
  z.object({ type: type('order_amended'), amendment }),
  z.object({ type: type('order_cancelled') }),
  z.object({ type: type('order_expired') }),
  z.object({
    type: type('attempt_opened'),
    attemptId,
    method: paymentMethod,
    nonce: z.string(),
    amount: money,
    intent: intentDetails.extend({ id: z.int() }),
  }),
  z.object({ type: type('attempt_amended'), attemptId, amount: money }),
  z.object({ type: type('charge_claimed'), attemptId, customer }),
  z.object({ type: type('charge_withdrawn'), attemptId }),
  z.object({ type: type('challenge_received'), attemptId, challenge }),
  z.object({ type: type('outcome_pending'), attemptId, transactionId }),
  z.object({ type: type('outcome_unknown'), attemptId, transactionId: transactionId.nullable() }),
  z.object({ type: type('money_authorised'), attemptId, transactionId, amount: z.int() }),
  z.object({ type: type('money_captured'), attemptId, transactionId, amount: z.int() }),
  z.object({ type: type('money_reversed'), attemptId, amount: z.int() }),
  z.object({
    type: type('attempt_declined'),
    attemptId,
    transactionId: transactionId.nullable(),
    reason: z.string().nullable(),
  }),
  z.object({ type: type('attempt_abandoned'), attemptId }),
  z.object({ type: type('refund_claimed'), refund: newRefund }),
  z.object({ type: type('refund_succeeded'), refundId: z.string() }),
  z.object({ type: type('refund_failed'), refundId: z.string(), reason: z.string().nullable() }),
  z.object({ type: type('refund_unknown'), refundId: z.string() }),
  z.object({ type: type('review_flagged'), reason: reviewReason }),
  z.object({ type: type('review_closed'), resolution: z.string(), note: z.string() }),
]);

const mover = z.enum(['customer', 'return', 'notification', 'sweep', 'api', 'staff', 'system']);

export const historyRow = z
  .object({
    sequence: wholeNumber,
    at: moment,
    moved_by: mover,
    evidence: z.string().nullable(),
    change,
  })
  .transform((row): Entry => ({
    by: row.moved_by,
    ...(row.evidence !== null && { evidence: row.evidence }),
    sequence: row.sequence,
    at: row.at,
    change: row.change,
  }));

export function rowOfEntry(entry: Entry, orderId: string) {
  const move = moveOf(entry.change);
  return {
    order_id: orderId,
    sequence: entry.sequence,
    at: entry.at,
    moved_by: entry.by,
    evidence: entry.evidence ?? null,
    change: entry.change,
    attempt_id: move?.attemptId ?? null,
    attempt_status: move?.status ?? null,
  };
}

/** Which attempt a change moves, and where to: the schema checks that it may go there. */
function moveOf(change: OrderChange) {
  if (change.type === 'attempt_opened') return { attemptId: change.attemptId, status: 'ready' as const };
  if (!('attemptId' in change) || change.type === 'attempt_amended') return null;
  return { attemptId: change.attemptId, status: LEADS_TO[change.type] };
}
