import { z } from 'zod';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../http/api-route';
import { createOrder } from '../orders/change-order';
import type { Cause, NewOrder } from '../orders/history';
import type { Order } from '../orders/order';
import { ORDER_STATUSES } from '../orders/status';
import { StoreFull, VersionConflict } from '../orders/store';
import { paths } from '../paths';
import { letTimePass } from '../payments/look-at-order';
import type { Payments } from '../payments/payments';
import { refreshOrder } from '../payments/refresh-order';
import { byApi, type ApiContext } from './context';
import * as examples from './examples';
import { listingOf, pageQuery } from './listing-view';
import { newOrderFrom } from './new-order';
import { newOrderSchema } from './order-schemas';
import { ORDER_PART, orderSchema, orderView } from './order-view';
import { BLINK_ANSWERS_NOT, UNKNOWN_ORDER } from './refusals';

const yesOrNo = z.enum(['true', 'false']);

/** Making orders, and reading them. */
export function orderRoutes(context: ApiContext): readonly ApiRoute[] {
  return [createOrderRoute(context), listOrdersRoute(context), getOrderRoute(context)];
}

function createOrderRoute({ payments, publicUrl, shopOrigins }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiOrders,
    id: 'createOrder',
    group: 'Orders',
    summary: 'Create an order',
    description:
      'Makes an order and the address where it is paid: send the customer to `checkout_url`. Send an `Idempotency-Key`, so that a request you have to repeat makes one order and not two.',
    parts: {},
    query: NO_QUERY,
    body: newOrderSchema(shopOrigins),
    answer: {
      status: 201,
      schema: orderSchema,
      description: 'The order, open.',
      location: ({ id }) => paths.apiOrder({ orderId: id }),
    },
    refusals: [
      {
        error: new StoreFull(100_000),
        when: 'Orders are kept in memory and there is no room for another open one.',
      },
    ],
    examples: [
      { title: 'An order with all that helps', body: examples.NEW_ORDER, answer: examples.OPEN_ORDER },
      {
        title: 'The smallest order',
        body: examples.SMALLEST_ORDER,
        answer: examples.SMALLEST_ORDER_ANSWER,
      },
    ],
    handle: async ({ body, ticket, caller }) => {
      const order = newOrderFrom(body, payments, ticket);
      return orderView(await createOnce(payments, order, byApi(caller)), publicUrl);
    },
  });
}

/** An earlier try of the same request may have made the order and been cut off before it could say so. */
async function createOnce(payments: Payments, order: NewOrder, cause: Cause): Promise<Order> {
  try {
    return await createOrder(payments, order, cause);
  } catch (error) {
    const made = error instanceof VersionConflict ? await payments.orders.find(order.id) : null;
    if (!made) throw error;
    return made;
  }
}

function listOrdersRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiOrders,
    id: 'listOrders',
    group: 'Orders',
    summary: 'List orders',
    description: 'Newest first. All filters must hold.',
    parts: {},
    query: z.strictObject({
      status: z.enum(ORDER_STATUSES).optional().describe('Only orders with this status now.'),
      needs_review: yesOrNo
        .optional()
        .describe('Only orders that wait for a human, or only those that do not.'),
      reference: z.string().min(1).max(100).optional().describe('Only orders with exactly this reference.'),
      created_after: moment('Only orders made after this moment.'),
      created_before: moment('Only orders made before this moment.'),
      ...pageQuery,
    }),
    body: NO_BODY,
    answer: {
      status: 200,
      schema: listingOf(orderSchema, 'For the next page; null on the last one.').meta({
        id: 'OrderPage',
        description: 'A page of orders.',
      }),
      description: 'A page of orders.',
    },
    refusals: [],
    examples: [
      {
        title: 'The latest open order',
        query: { status: 'open', limit: '1' },
        answer: {
          data: [examples.OPEN_ORDER],
          next_cursor: 'MTc5NTE2ODgwMDAwMC5vcmRfM25LMHlWUXlVZVNHTkNzdjF0OWNOdw',
        },
      },
      {
        title: 'What waits for a human',
        query: { needs_review: 'true' },
        answer: { data: [examples.UNKNOWN_ORDER_ANSWER], next_cursor: null },
      },
    ],
    handle: async ({ query }) => {
      const { items, nextCursor } = await payments.orders.list({
        status: query.status,
        needsReview: query.needs_review === undefined ? undefined : query.needs_review === 'true',
        reference: query.reference,
        createdAfter: query.created_after,
        createdBefore: query.created_before,
        limit: query.limit,
        cursor: query.cursor,
      });
      return { data: items.map((order) => orderView(order, publicUrl)), next_cursor: nextCursor };
    },
  });
}

function moment(description: string) {
  return z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .optional()
    .meta({ description: `${description} ISO 8601, as in \`2026-11-20T10:00:00Z\`.` });
}

function getOrderRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiOrder,
    id: 'getOrder',
    group: 'Orders',
    summary: 'Read an order',
    description:
      'The order as we know it. We learn of changes by ourselves; with `refresh=true` Blink is asked before we answer.',
    parts: ORDER_PART,
    query: z.strictObject({ refresh: yesOrNo.default('false').describe('Whether to ask Blink first.') }),
    body: NO_BODY,
    answer: { status: 200, schema: orderSchema, description: 'The order.' },
    refusals: [UNKNOWN_ORDER, ...BLINK_ANSWERS_NOT],
    examples: [
      {
        title: 'A paid order',
        answer: examples.PAID_ORDER,
      },
      {
        title: 'Asking Blink first',
        query: { refresh: 'true' },
        answer: examples.PAID_ORDER,
      },
    ],
    handle: async ({ param, query, caller }) => {
      const orderId = param('orderId');
      const order =
        query.refresh === 'true'
          ? await refreshOrder(payments, orderId, byApi(caller))
          : await letTimePass(payments, orderId, { by: 'system' });
      return orderView(order, publicUrl);
    },
  });
}
