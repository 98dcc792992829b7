import { z } from 'zod';
import { ATTEMPT_STATUSES } from '../domain/order';
import {
  REPEAT_PAYMENT_EVENT_TYPES,
  type JsonObject,
  type OrderEvent,
  type OrderEventType,
  type RepeatPaymentEvent,
  type ShopEvent,
} from '../domain/events';
import { ORDER_STATUSES } from '../domain/status';
import {
  customer,
  metadata,
  paymentMethod,
  refundKind,
  refundStatus,
  reversalReason,
  reviewReason,
} from './stored-values';
import type { OrderSummary } from '../domain/summary';
import { type Every, moment, wholeNumber } from '../../postgres/values';

const attempt = z.object({
  id: z.string(),
  method: paymentMethod,
  status: z.enum(ATTEMPT_STATUSES),
  transaction_id: z.string().nullable(),
  amount_captured: z.int(),
  reversal_reason: reversalReason.nullable(),
  pending: z
    .object({
      action: z.enum(['capture', 'release']),
      amount: z.int(),
      status: z.enum(['sent', 'unknown', 'confirmed']),
    })
    .nullable(),
  created_at: z.string(),
  decline_reason: z.string().nullable(),
});

const refund = z.object({
  id: z.string(),
  amount: z.int(),
  status: refundStatus,
  kind: refundKind,
  attempt_id: z.string(),
  reason: z.string().nullable(),
  created_at: z.string(),
  failure: z.string().nullable(),
});

export const orderSummary: z.ZodType<OrderSummary> = z
  .object({
    id: z.string(),
    status: z.enum(ORDER_STATUSES),
    needs_review: reviewReason.nullable(),
    reference: z.string(),
    description: z.string().nullable(),
    amount: z.int(),
    currency: z.string(),
    amount_authorised: z.int(),
    amount_captured: z.int(),
    amount_refunded: z.int(),
    amount_refundable: z.int(),
    amount_reversed: z.int(),
    customer,
    payment_methods: z.array(paymentMethod),
    payment_methods_left: z.array(paymentMethod).optional(), // rows from before it was told
    capture: z.union([z.literal('automatic'), z.literal('manual'), z.object({ delay_days: z.int() })]),
    success_url: z.string().nullable(),
    cancel_url: z.string().nullable(),
    metadata,
    created_at: z.string(),
    expires_at: z.string(),
    attempts: z.array(attempt),
    refunds: z.array(refund),
  })
  .transform((summary) => ({
    ...summary,
    payment_methods_left: summary.payment_methods_left ?? summary.payment_methods,
  }));

const type = z.enum({
  'order.paid': 'order.paid',
  'order.authorised': 'order.authorised',
  'order.processing': 'order.processing',
  'order.payment_failed': 'order.payment_failed',
  'order.refunded': 'order.refunded',
  'order.reversed': 'order.reversed',
  'order.cancelled': 'order.cancelled',
  'order.expired': 'order.expired',
  'order.needs_review': 'order.needs_review',
} satisfies Every<OrderEventType>);

const rowOfAny = { position: wholeNumber, id: z.string(), sequence: wholeNumber, created_at: moment };

export const orderEventRow = z
  .object({ ...rowOfAny, order_id: z.string(), type, data: orderSummary })
  .transform(({ position, ...row }) => ({
    position,
    event: {
      id: row.id,
      type: row.type,
      createdAt: row.created_at,
      orderId: row.order_id,
      sequence: row.sequence,
      data: row.data,
    } satisfies OrderEvent,
  }));

export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

export const repeatPaymentEventRow = z
  .object({
    ...rowOfAny,
    order_id: z.null(),
    repeat_payment_id: z.string(),
    payment_id: z.string().nullable(),
    type: z.enum(REPEAT_PAYMENT_EVENT_TYPES),
    data: jsonObject,
  })
  .transform(({ position, ...row }) => ({
    position,
    event: {
      id: row.id,
      type: row.type,
      createdAt: row.created_at,
      orderId: row.order_id,
      repeatPaymentId: row.repeat_payment_id,
      paymentId: row.payment_id,
      sequence: row.sequence,
      data: row.data,
    } satisfies RepeatPaymentEvent,
  }));

export const eventRow = z.union([orderEventRow, repeatPaymentEventRow]);

export function rowOfEvent(event: ShopEvent) {
  return {
    id: event.id,
    sequence: event.sequence,
    type: event.type,
    created_at: event.createdAt,
    data: event.data,
  };
}
