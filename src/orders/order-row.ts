import { z } from 'zod';
import { attemptRow } from './attempt-row';
import type { Order } from './order';
import { refundRow } from './refund-row';
import { statusOf } from './status';
import {
  capturePolicy,
  closedAs,
  customer,
  metadata,
  moment,
  paymentMethod,
  reviewReason,
  wholeNumber,
} from './stored-values';

/** What is selected from `orders` for one whole order. */
export const ORDER_COLUMNS = `
  orders.id, orders.token, orders.version, orders.reference, orders.amount, orders.currency, orders.description,
  orders.customer, orders.payment_methods, orders.capture, orders.success_url, orders.cancel_url, orders.metadata,
  orders.created_at, orders.expires_at, orders.looked_at,
  CASE WHEN orders.closed_as IS NOT NULL THEN json_build_object('as', closed_as, 'at', closed_at) END AS closed,
  CASE WHEN orders.review_reason IS NOT NULL THEN json_build_object('reason', review_reason, 'at', review_at) END AS review,
  (SELECT json_agg(attempts ORDER BY number) FROM attempts WHERE order_id = orders.id) AS attempts,
  (SELECT json_agg(refunds ORDER BY number) FROM refunds WHERE order_id = orders.id) AS refunds`;

export const orderRow = z
  .object({
    id: z.string(),
    token: z.string(),
    version: wholeNumber,
    reference: z.string(),
    amount: wholeNumber,
    currency: z.string(),
    description: z.string().nullable(),
    customer,
    payment_methods: z.array(paymentMethod),
    capture: capturePolicy,
    success_url: z.string().nullable(),
    cancel_url: z.string().nullable(),
    metadata,
    created_at: moment,
    expires_at: moment,
    looked_at: moment,
    closed: z.object({ as: closedAs, at: moment }).nullable(),
    review: z.object({ reason: reviewReason, at: moment }).nullable(),
    attempts: z.array(attemptRow).nullable(),
    refunds: z.array(refundRow).nullable(),
  })
  .transform((row) => ({
    lookedAt: row.looked_at,
    order: {
      id: row.id,
      token: row.token,
      reference: row.reference,
      amount: { minor: row.amount, currency: row.currency },
      description: row.description,
      customer: row.customer,
      paymentMethods: row.payment_methods,
      capture: row.capture,
      successUrl: row.success_url,
      cancelUrl: row.cancel_url,
      metadata: row.metadata,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      closed: row.closed,
      attempts: row.attempts ?? [],
      refunds: row.refunds ?? [],
      review: row.review,
      version: row.version,
    } satisfies Order,
  }));

/** @param dueAt when the sweep is to look at it */
export function rowOfOrder(order: Order, dueAt: Date | null) {
  return {
    id: order.id,
    token: order.token,
    version: order.version,
    status: statusOf(order),
    reference: order.reference,
    amount: order.amount.minor,
    currency: order.amount.currency,
    description: order.description,
    customer: order.customer,
    payment_methods: order.paymentMethods,
    capture: order.capture,
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
    metadata: order.metadata,
    created_at: order.createdAt,
    expires_at: order.expiresAt,
    closed_as: order.closed?.as ?? null,
    closed_at: order.closed?.at ?? null,
    review_reason: order.review?.reason ?? null,
    review_at: order.review?.at ?? null,
    due_at: dueAt,
  };
}
