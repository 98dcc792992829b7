import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { param } from '../http/params';
import { readInput } from '../http/input';
import { paths } from '../paths';
import { createOrder } from '../orders/change-order';
import type { Order } from '../orders/order';
import { OrderNotFound } from '../orders/store';
import { summaryOf } from '../orders/summary';
import type { Payments } from '../payments/payments';
import { refreshOrder } from '../payments/refresh-order';
import { eventView } from './event-view';
import { newOrderFrom } from './new-order';
import { newOrderSchema } from './order-schemas';

export interface MerchantApi {
  readonly payments: Payments;
  readonly publicUrl: string;
  readonly shopOrigins: readonly string[];
  readonly onlyMerchant: RequestHandler;
  readonly readJson: RequestHandler;
}

const refreshSchema = z.object({ refresh: z.enum(['true', 'false']).default('false') });
const feedSchema = z.object({
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** The shop's API: orders in, what became of them out. Nothing that opens a door at Blink or here leaves by it. */
export function merchantApiRoutes(api: MerchantApi): Router {
  const { payments, publicUrl, onlyMerchant, readJson } = api;
  const router = Router();
  const orderSchema = newOrderSchema(api.shopOrigins);
  const view = (order: Order) => ({
    ...summaryOf(order),
    checkout_url: publicUrl + paths.checkout(order),
  });

  router.use(paths.api.pattern, onlyMerchant);

  router.post(paths.apiOrders.pattern, readJson, async (req, res) => {
    const order = newOrderFrom(readInput(orderSchema, req.body), payments.ids, payments.clock);
    const created = await createOrder(payments, order, { by: 'api' });
    res
      .status(201)
      .location(paths.apiOrder({ orderId: created.id }))
      .json(view(created));
  });

  router.get(paths.apiOrder.pattern, async (req, res) => {
    const { refresh } = readInput(refreshSchema, req.query);
    const orderId = param(req, 'orderId');
    res.json(
      view(
        await (refresh === 'true' ? refreshOrder(payments, orderId, { by: 'api' }) : kept(payments, orderId)),
      ),
    );
  });

  router.get(paths.apiOrderEvents.pattern, async (req, res) => {
    const order = await kept(payments, param(req, 'orderId'));
    res.json({ data: (await payments.orders.events(order.id)).map(eventView), next_cursor: null });
  });

  router.get(paths.apiEvents.pattern, async (req, res) => {
    const { cursor, limit } = readInput(feedSchema, req.query);
    const { items, nextCursor } = await payments.orders.feed(cursor ?? null, limit);
    res.json({ data: items.map(eventView), next_cursor: nextCursor });
  });

  return router;
}

async function kept(payments: Payments, orderId: string): Promise<Order> {
  const order = await payments.orders.find(orderId);
  if (!order) throw new OrderNotFound();
  return order;
}
