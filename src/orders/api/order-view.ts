import { z } from 'zod';
import { paths } from '../../kernel/paths';
import type { Order } from '../domain/order';
import { orderFields } from '../domain/order-summary';
import { summaryOf } from '../domain/summary';

/** The part of an address that names the order. */
export const ORDER_PART = {
  orderId: { description: 'The `id` of the order.', example: 'ord_3nK0yVQyUeSGNCsv1t9cNw' },
};

export const orderSchema = orderFields
  .extend({
    checkout_url: z
      .url()
      .describe('Send the customer here. Whoever has this address can pay and see the order: do not log it.'),
  })
  .meta({ id: 'Order', description: 'What the shop wants paid, and what became of it.' });

export function orderView(order: Order, publicUrl: string) {
  return { ...summaryOf(order), checkout_url: publicUrl + paths.checkout(order) };
}
