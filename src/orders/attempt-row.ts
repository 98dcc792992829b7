import { z } from 'zod';
import { ATTEMPT_STATUSES, type Attempt } from './order';
import { challenge, intentDetails, moment, paymentMethod, wholeNumber } from './stored-values';

/** A row of `attempts`, inside JSON. */
export const attemptRow = z
  .object({
    id: z.string(),
    method: paymentMethod,
    nonce: z.string(),
    amount: wholeNumber,
    currency: z.string(),
    intent_id: wholeNumber,
    intent: intentDetails,
    status: z.enum(ATTEMPT_STATUSES),
    created_at: moment,
    charged_at: moment.nullable(),
    transaction_id: z.string().nullable(),
    challenge: challenge.nullable(),
    decline_reason: z.string().nullable(),
    authorised: wholeNumber,
    captured: wholeNumber,
    reversed: wholeNumber,
    captured_at: moment.nullable(),
  })
  .transform((row): Attempt => ({
    id: row.id,
    method: row.method,
    nonce: row.nonce,
    amount: { minor: row.amount, currency: row.currency },
    intent: { id: row.intent_id, ...row.intent },
    status: row.status,
    createdAt: row.created_at,
    chargedAt: row.charged_at,
    transactionId: row.transaction_id,
    challenge: row.challenge,
    declineReason: row.decline_reason,
    authorised: row.authorised,
    captured: row.captured,
    reversed: row.reversed,
    capturedAt: row.captured_at,
  }));

/** @param number its place among the attempts of its order, from 1 */
export function rowOfAttempt(attempt: Attempt, orderId: string, number: number) {
  const { id: intentId, ...intent } = attempt.intent;
  return {
    id: attempt.id,
    order_id: orderId,
    number,
    method: attempt.method,
    nonce: attempt.nonce,
    amount: attempt.amount.minor,
    currency: attempt.amount.currency,
    intent_id: intentId,
    intent,
    status: attempt.status,
    created_at: attempt.createdAt,
    charged_at: attempt.chargedAt,
    transaction_id: attempt.transactionId,
    challenge: attempt.challenge,
    decline_reason: attempt.declineReason,
    authorised: attempt.authorised,
    captured: attempt.captured,
    reversed: attempt.reversed,
    captured_at: attempt.capturedAt,
  };
}
