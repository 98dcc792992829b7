import { z } from 'zod';
import type { Entry, OrderAmendment, OrderChange } from '../orders/history';
import { moment } from './order-view';

const detail = z.union([z.string(), z.number(), z.null(), z.array(z.string())]);

export const historyEntrySchema = z
  .object({
    sequence: z.int().min(1).describe('1, 2, 3, … within the order.'),
    at: moment,
    by: z
      .enum(['customer', 'return', 'notification', 'sweep', 'api', 'staff', 'system'])
      .describe(
        'What moved the order. `return` is the customer coming back from the bank, `sweep` our own regular look, `system` the passing of time.',
      ),
    type: z.string().meta({
      description: 'What happened. New types may be added: show those you do not know as they are.',
      examples: ['order_created', 'charge_claimed', 'money_captured', 'refund_succeeded', 'review_flagged'],
    }),
    evidence: z
      .string()
      .nullable()
      .describe('What was seen: a transaction and its status at Blink, an API key.'),
    details: z
      .record(z.string(), detail)
      .describe('What belongs to the type: ids, amounts in minor units, reasons. Never personal data.'),
  })
  .meta({
    id: 'HistoryEntry',
    description: 'One line of what happened to an order. Lines are only ever added.',
  });

type Details = Readonly<Record<string, z.infer<typeof detail>>>;

/** A line of history without anything that opens a door (nonces, intents, challenges, the checkout token) and without personal data. */
export function historyView({ sequence, at, by, evidence, change }: Entry) {
  return {
    sequence,
    at: at.toISOString(),
    by,
    type: change.type,
    evidence: evidence ?? null,
    details: detailsOf(change),
  };
}

function detailsOf(change: OrderChange): Details {
  switch (change.type) {
    case 'order_created':
      return {
        amount: change.order.amount.minor,
        currency: change.order.amount.currency,
        expires_at: change.order.expiresAt.toISOString(),
      };
    case 'order_amended':
      return amendmentDetails(change.amendment);
    case 'order_cancelled':
    case 'order_expired':
      return {};
    case 'attempt_opened':
      return { attempt_id: change.attemptId, method: change.method, amount: change.amount.minor };
    case 'attempt_amended':
      return { attempt_id: change.attemptId, amount: change.amount.minor };
    case 'charge_claimed':
    case 'charge_withdrawn':
    case 'challenge_received':
    case 'attempt_abandoned':
    case 'authorisation_released':
    case 'capture_unknown':
    case 'release_unknown':
    case 'release_withdrawn':
    case 'surplus_kept':
    case 'part_reversed':
      return { attempt_id: change.attemptId };
    case 'authorisation_ended':
    case 'capture_refused':
    case 'release_refused':
      return { attempt_id: change.attemptId, reason: change.reason };
    case 'capture_claimed':
      return { attempt_id: change.attemptId, amount: change.amount };
    case 'capture_confirmed':
      return { attempt_id: change.attemptId, transaction_id: change.transactionId };
    case 'release_claimed':
      return { attempt_id: change.attemptId, reason: change.because };
    case 'surplus_found':
      return { attempt_id: change.attemptId, reason: change.as };
    case 'outcome_pending':
    case 'outcome_unknown':
      return { attempt_id: change.attemptId, transaction_id: change.transactionId };
    case 'money_authorised':
    case 'money_captured':
      return { attempt_id: change.attemptId, transaction_id: change.transactionId, amount: change.amount };
    case 'money_reversed':
      return { attempt_id: change.attemptId, amount: change.amount, reason: change.reason };
    case 'attempt_declined':
      return {
        attempt_id: change.attemptId,
        transaction_id: change.transactionId,
        reason: change.reason,
      };
    case 'refund_claimed':
      return {
        refund_id: change.refund.id,
        attempt_id: change.refund.attemptId,
        amount: change.refund.amount,
        kind: change.refund.kind,
        reason: change.refund.reason,
      };
    case 'refund_succeeded':
    case 'refund_unknown':
    case 'refund_withdrawn':
      return { refund_id: change.refundId };
    case 'refund_failed':
      return { refund_id: change.refundId, reason: change.reason };
    case 'review_flagged':
      return { reason: change.reason };
    case 'review_closed':
      return { resolution: change.resolution, reason: change.note };
    default:
      return change satisfies never;
  }
}

/** Which fields were given a new value; the values only where they are nobody's name or address. */
function amendmentDetails({ amount, expiresAt, ...others }: OrderAmendment): Details {
  const given = Object.entries({ amount, expires_at: expiresAt, ...others }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    changed: given.map(([name]) => name),
    ...(amount ? { amount: amount.minor } : {}),
    ...(expiresAt ? { expires_at: expiresAt.toISOString() } : {}),
  };
}
