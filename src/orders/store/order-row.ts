import { z } from 'zod';
import type { Order, Refund } from '../domain/order';
import { storedAttempt } from './stored-attempt';
import {
  capturePolicy,
  customer,
  metadata,
  money,
  paymentMethod,
  refundKind,
  refundStatus,
  reviewReason,
} from './stored-values';
import { moment, wholeNumber } from '../../postgres/values';

/** What is selected from `orders` for one whole order. */
export const ORDER_COLUMNS = `
  orders.version, orders.looked_at, orders.body,
  (SELECT json_agg(attempts.body ORDER BY number) FROM attempts WHERE order_id = orders.id) AS attempts,
  (SELECT json_agg(refunds.body ORDER BY number) FROM refunds WHERE order_id = orders.id) AS refunds`;

/** All of an order but what has rows or a column of its own. */
type OrderBody = Omit<Order, 'version' | 'attempts' | 'refunds'>;

const orderBody: z.ZodType<OrderBody> = z.object({
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
  createdAt: moment,
  expiresAt: moment,
  closed: z.object({ as: z.enum(['cancelled', 'expired']), at: moment }).nullable(),
  review: z.object({ reason: reviewReason, at: moment }).nullable(),
  settledReviews: z.array(z.string()),
});

const storedRefund: z.ZodType<Refund> = z.object({
  id: z.string(),
  attemptId: z.string(),
  amount: z.int(),
  status: refundStatus,
  reason: z.string().nullable(),
  kind: refundKind,
  createdAt: moment,
  failure: z.string().nullable(),
});

/** A whole order, and until when it was looked at. */
export const orderRow = z
  .object({
    version: wholeNumber,
    looked_at: moment,
    body: orderBody,
    attempts: z.array(storedAttempt).nullable(),
    refunds: z.array(storedRefund).nullable(),
  })
  .transform(({ version, looked_at, body, attempts, refunds }) => ({
    state: { ...body, version, attempts: attempts ?? [], refunds: refunds ?? [] } satisfies Order,
    lookedAt: looked_at,
  }));

export function bodyOf({
  version: _version,
  attempts: _attempts,
  refunds: _refunds,
  ...body
}: Order): OrderBody {
  return body;
}
