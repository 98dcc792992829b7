import { z } from 'zod';
import { AppError, InvalidInput, NotFound } from '../../kernel/errors';
import { givenMoment } from '../../api/fields';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute, type Refusal } from '../../api/route';
import type { ShopEvent } from '../../orders/domain/events';
import { paths } from '../../kernel/paths';
import type { ApiContext } from '../../orders/api/context';
import { eventSchema } from './event-view';
import * as examples from '../../orders/api/examples';
import { eventSummary } from '../../orders/domain/event-summary';

export class EventNotFound extends NotFound {
  constructor() {
    super('There is no such event');
  }
}

/** There is nowhere to send events to. */
export class EventsNotDelivered extends AppError {
  readonly status = 409;
  readonly code = 'events_not_delivered';
  constructor() {
    super('No address is set that events are delivered to');
  }
}

const MOST_AT_ONCE = 1_000;

const NOWHERE: Refusal = {
  error: new EventsNotDelivered(),
  when: 'This checkout delivers no events: `MERCHANT_WEBHOOK_URL` is not set.',
};

const range = z
  .strictObject({
    from: givenMoment().describe('Events that happened at this moment or later …'),
    to: givenMoment().describe('… and before this one.'),
  })
  .meta({ id: 'EventRange', description: 'A span of time.' });

/** Events that the shop wants to be sent once more. */
export function redeliveryRoutes(context: ApiContext): readonly ApiRoute[] {
  return [redeliverEventRoute(context), redeliverEventsRoute(context)];
}

function redeliverEventRoute({ payments, redeliver }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiEventRedeliver,
    id: 'redeliverEvent',
    group: 'What happened',
    summary: 'Deliver an event again',
    description:
      'Sends an event to your webhook at once, whether it was delivered before or given up, and again by the whole schedule should that fail. It has the same id and content as before.',
    parts: { eventId: { description: "The event's id.", example: examples.PAID_EVENT.id } },
    query: NO_QUERY,
    body: NO_BODY,
    answer: { status: 200, schema: eventSchema, description: 'The event that is sent.' },
    refusals: [{ error: new EventNotFound(), when: 'No event has this id.' }, NOWHERE],
    examples: [{ title: 'A payment that the shop missed', answer: examples.PAID_EVENT }],
    handle: async ({ param }) => {
      const event = await payments.orders.event(param('eventId'));
      if (!event) throw new EventNotFound();
      await again(redeliver, [event]);
      return eventSummary(event);
    },
  });
}

function redeliverEventsRoute({ payments, redeliver }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiEventsRedeliver,
    id: 'redeliverEvents',
    group: 'What happened',
    summary: 'Deliver the events of some time again',
    description: `Sends every event of a span of time to your webhook again, ${MOST_AT_ONCE} at most: after your shop was away for longer than we kept trying. To work through more, read the feed.`,
    parts: {},
    query: NO_QUERY,
    body: range,
    answer: {
      status: 200,
      schema: z
        .object({ count: z.int().describe('How many events are sent.') })
        .meta({ id: 'Redelivery', description: 'What is delivered again.' }),
      description: 'How many events are sent.',
    },
    refusals: [NOWHERE],
    examples: [
      {
        title: 'What happened within an hour',
        body: { from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z' },
        answer: { count: examples.PAID_EVENTS.length },
      },
    ],
    handle: async ({ body: { from, to } }) => {
      const events = await payments.orders.eventsBetween(from, to, MOST_AT_ONCE + 1);
      if (events.length > MOST_AT_ONCE) throw tooMany();
      await again(redeliver, events);
      return { count: events.length };
    },
  });
}

async function again(redeliver: ApiContext['redeliver'], events: readonly ShopEvent[]): Promise<void> {
  if (!redeliver) throw new EventsNotDelivered();
  await redeliver(events);
}

function tooMany(): InvalidInput {
  const message = `must be earlier: more than ${MOST_AT_ONCE} events happened since \`from\``;
  return new InvalidInput([{ field: 'to', message }]);
}
