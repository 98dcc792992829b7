import { z } from 'zod';
import { moment, orderSummarySchema } from './order-view';

export const eventSchema = z
  .object({
    id: z.string().describe('The same however often it is delivered: keep it to notice repeats.'),
    type: z
      .enum([
        'order.paid',
        'order.authorised',
        'order.processing',
        'order.payment_failed',
        'order.refunded',
        'order.reversed',
        'order.cancelled',
        'order.expired',
        'order.needs_review',
      ])
      .describe('What happened. New types may be added: answer those you do not know with 2xx and pass on.'),
    created_at: moment('When it happened.'),
    order_id: z.string().describe('To which order.'),
    sequence: z
      .int()
      .describe('Grows within an order: of two events of one order, the larger one is the later.'),
    data: orderSummarySchema.describe('The order as it was right after what the event tells.'),
  })
  .meta({ id: 'Event', description: 'Something that happened to an order.' });
