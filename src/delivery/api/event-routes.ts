import { z } from 'zod';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../../api/route';
import { paths } from '../../kernel/paths';
import { keptOrder, type ApiContext } from '../../orders/api/context';
import { eventSchema } from './event-view';
import * as examples from '../../orders/api/examples';
import { historyEntrySchema, historyView } from '../../orders/api/history-view';
import { listingOf, pageQuery } from '../../api/listing';
import { ORDER_PART } from '../../orders/api/order-view';
import { UNKNOWN_ORDER } from '../../orders/api/refusals';
import { eventSummary } from '../../orders/domain/event-summary';

const WHOLE = 'Always null: the list is whole.';

/** What happened: the history of an order, and what the shop was told. */
export function eventRoutes(context: ApiContext): readonly ApiRoute[] {
  return [historyRoute(context), orderEventsRoute(context), eventsRoute(context)];
}

function historyRoute({ payments }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiOrderHistory,
    id: 'listHistory',
    group: 'What happened',
    summary: 'Read the history of an order',
    description:
      'Every change of the order, oldest first: what moved it, and what was seen. Nothing is ever taken out or changed.',
    parts: ORDER_PART,
    query: NO_QUERY,
    body: NO_BODY,
    answer: {
      status: 200,
      schema: listingOf(historyEntrySchema, WHOLE).meta({
        id: 'History',
        description: 'The history of an order.',
      }),
      description: 'The whole history.',
    },
    refusals: [UNKNOWN_ORDER],
    examples: [
      { title: 'Paid at the first try', answer: { data: examples.PAID_HISTORY, next_cursor: null } },
    ],
    handle: async ({ param }) => {
      const { id } = await keptOrder(payments, param('orderId'));
      return { data: (await payments.orders.history(id)).map(historyView), next_cursor: null };
    },
  });
}

function orderEventsRoute({ payments }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiOrderEvents,
    id: 'listOrderEvents',
    group: 'What happened',
    summary: 'List the events of an order',
    description: 'What the shop was told, or would have been told, about this order. Oldest first.',
    parts: ORDER_PART,
    query: NO_QUERY,
    body: NO_BODY,
    answer: {
      status: 200,
      schema: listingOf(eventSchema, WHOLE).meta({
        id: 'OrderEvents',
        description: 'The events of an order.',
      }),
      description: 'All events of the order.',
    },
    refusals: [UNKNOWN_ORDER],
    examples: [{ title: 'A paid order', answer: { data: examples.PAID_EVENTS, next_cursor: null } }],
    handle: async ({ param }) => {
      const { id } = await keptOrder(payments, param('orderId'));
      return { data: (await payments.orders.events(id)).map(eventSummary), next_cursor: null };
    },
  });
}

function eventsRoute({ payments }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiEvents,
    id: 'listEvents',
    group: 'What happened',
    summary: 'Read the feed of events',
    description:
      'All events of all orders, oldest first: to catch up after a break, or to work without webhooks. Keep the last `next_cursor` and go on from it.',
    parts: {},
    query: z.strictObject(pageQuery),
    body: NO_BODY,
    answer: {
      status: 200,
      schema: listingOf(
        eventSchema,
        'Where to go on: the same cursor again while nothing new has happened, null when nothing ever has.',
      ).meta({ id: 'EventPage', description: 'A page of events.' }),
      description: 'A page of events.',
    },
    refusals: [],
    examples: [
      {
        title: 'From the start',
        query: { limit: 10 },
        answer: { data: examples.PAID_EVENTS, next_cursor: 'N2M0ZjBhOTFkMzViLjE' },
      },
    ],
    handle: async ({ query }) => {
      const { items, nextCursor } = await payments.orders.feed(query.cursor ?? null, query.limit);
      return { data: items.map(eventSummary), next_cursor: nextCursor };
    },
  });
}
