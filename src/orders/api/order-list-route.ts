import { z } from 'zod';
import { apiRoute, NO_BODY, type ApiExample, type ApiRoute } from '../../api/route';
import { givenMoment } from '../../api/fields';
import { boundedText } from '../../web/bounded-text';
import { ORDER_STATUSES } from '../domain/status';
import type { OrderQuery } from '../store/store';
import { paths } from '../../kernel/paths';
import type { ApiContext } from './context';
import * as examples from './examples';
import { listingOf, pageQuery, yesOrNo } from '../../api/listing';
import { orderSchema, orderView } from './order-view';

const querySchema = z.strictObject({
  status: z.enum(ORDER_STATUSES).optional().describe('Only orders with this status now.'),
  needs_review: yesOrNo.optional().describe('Only orders that wait for a human, or only those that do not.'),
  reference: boundedText(100).min(1).optional().describe('Only orders with exactly this reference.'),
  created_after: moment('Only orders made after this moment.'),
  created_before: moment('Only orders made before this moment.'),
  ...pageQuery,
});

const EXAMPLES: readonly ApiExample[] = [
  {
    title: 'The latest open order',
    query: { status: 'open', limit: 1 },
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
];

export function orderListRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiOrders,
    id: 'listOrders',
    group: 'Orders',
    summary: 'List orders',
    description: 'Newest first. All filters must hold.',
    parts: {},
    query: querySchema,
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
    examples: EXAMPLES,
    handle: async ({ query }) => {
      const { items, nextCursor } = await payments.orders.list(orderQueryFrom(query));
      return { data: items.map((order) => orderView(order, publicUrl)), next_cursor: nextCursor };
    },
  });
}

function orderQueryFrom(query: z.infer<typeof querySchema>): OrderQuery {
  return {
    status: query.status,
    needsReview: query.needs_review === undefined ? undefined : query.needs_review === 'true',
    reference: query.reference,
    createdAfter: query.created_after,
    createdBefore: query.created_before,
    limit: query.limit,
    cursor: query.cursor,
  };
}

function moment(description: string) {
  return givenMoment()
    .optional()
    .meta({ description: `${description} ISO 8601, as in \`2026-11-20T10:00:00Z\`.` });
}
