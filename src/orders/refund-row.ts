import { z } from 'zod';
import type { Refund } from './order';
import { moment, refundKind, refundStatus, wholeNumber } from './stored-values';

/** A row of `refunds`, inside JSON. */
export const refundRow = z
  .object({
    id: z.string(),
    attempt_id: z.string(),
    amount: wholeNumber,
    status: refundStatus,
    reason: z.string().nullable(),
    kind: refundKind,
    created_at: moment,
    failure: z.string().nullable(),
  })
  .transform((row): Refund => ({
    id: row.id,
    attemptId: row.attempt_id,
    amount: row.amount,
    status: row.status,
    reason: row.reason,
    kind: row.kind,
    createdAt: row.created_at,
    failure: row.failure,
  }));

/** @param number its place among the refunds of its order, from 1 */
export function rowOfRefund(refund: Refund, orderId: string, number: number) {
  return {
    id: refund.id,
    order_id: orderId,
    attempt_id: refund.attemptId,
    number,
    amount: refund.amount,
    status: refund.status,
    reason: refund.reason,
    kind: refund.kind,
    created_at: refund.createdAt,
    failure: refund.failure,
  };
}
