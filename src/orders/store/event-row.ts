import { z } from 'zod';
import { moment, wholeNumber } from '../../postgres/values';
import {
  ORDER_EVENT_TYPES,
  REPEAT_PAYMENT_EVENT_TYPES,
  type JsonObject,
  type OrderEvent,
  type RepeatPaymentEvent,
  type ShopEvent,
} from '../domain/events';
import { orderSummarySchema, type OrderSummary } from '../domain/order-summary';

/** Rows from before it was told have no `payment_methods_left`. */
export const storedSummary = orderSummarySchema
  .extend({ payment_methods_left: orderSummarySchema.shape.payment_methods_left.optional() })
  .transform((summary): OrderSummary => ({
    ...summary,
    payment_methods_left: summary.payment_methods_left ?? summary.payment_methods,
  }));

const rowOfAny = { position: wholeNumber, id: z.string(), sequence: wholeNumber, created_at: moment };

export const orderEventRow = z
  .object({ ...rowOfAny, order_id: z.string(), type: z.enum(ORDER_EVENT_TYPES), data: storedSummary })
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
