import { z } from 'zod';
import { moment } from '../../api/fields';
import { ORDER_EVENT_TYPES, REPEAT_PAYMENT_EVENT_TYPES } from '../../orders/domain/events';
import { orderSummarySchema } from '../../orders/domain/order-summary';

const EVENT_ID = z.string().describe('The same however often it is delivered: keep it to notice repeats.');

export const orderEventSchema = z
  .object({
    id: EVENT_ID,
    type: z
      .enum(ORDER_EVENT_TYPES)
      .describe('What happened. New types may be added: answer those you do not know with 2xx and pass on.'),
    created_at: moment('When it happened.'),
    order_id: z.string().describe('To which order.'),
    sequence: z
      .int()
      .describe('Grows within an order: of two events of one order, the larger one is the later.'),
    data: orderSummarySchema.describe('The order as it was right after what the event tells.'),
  })
  .meta({ id: 'OrderEvent', description: 'Something that happened to an order.' });

const repeatPaymentEventSchema = z
  .object({
    id: EVENT_ID,
    type: z
      .enum(REPEAT_PAYMENT_EVENT_TYPES)
      .describe('What happened. New types may be added: answer those you do not know with 2xx and pass on.'),
    created_at: moment('When it happened.'),
    order_id: z.null().describe('Null: it is about a repeat payment.'),
    repeat_payment_id: z.string().describe('To which repeat payment.'),
    payment_id: z
      .string()
      .nullable()
      .describe('To which payment of it: with `paid`, `failed` and `refunded`; null otherwise.'),
    sequence: z
      .int()
      .describe(
        'Grows within a repeat payment: of two events of one repeat payment, the larger one is the later.',
      ),
    data: z
      .record(z.string(), z.unknown())
      .describe(
        'The repeat payment as it was right after what the event tells: all that reading it shows but its `checkout_url`.',
      ),
  })
  .meta({ id: 'RepeatPaymentEvent', description: 'Something that happened to a repeat payment.' });

export const eventSchema = z
  .union([orderEventSchema, repeatPaymentEventSchema])
  .meta({ id: 'Event', description: 'Something that happened.' });
