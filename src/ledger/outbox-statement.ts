/** Into which queues of the outbox an event goes: whoever delivers nothing leaves nothing to be delivered. */
export type QueuesFor = (event: { readonly type: string }) => readonly string[];

export const NO_QUEUES: QueuesFor = () => [];

/**
 * The part of an append that writes what is to be delivered of its events, together with them or not at all. It needs the events that were
 * written as `told (id, created_at)`.
 * @param parameter the number of the parameter that is `deliveriesOf` its events, as JSON
 */
export const deliveriesWritten = (parameter: number): string => `
    INSERT INTO outbox (queue, event_id, since, due_at)
    SELECT given.queue, told.id, told.created_at, told.created_at
    FROM told JOIN json_to_recordset($${parameter}) AS given (queue text, event_id text) ON given.event_id = told.id
    ON CONFLICT DO NOTHING`;

export function deliveriesOf(
  events: readonly { readonly id: string; readonly type: string }[],
  queuesFor: QueuesFor,
): readonly { readonly queue: string; readonly event_id: string }[] {
  return events.flatMap((event) => queuesFor(event).map((queue) => ({ queue, event_id: event.id })));
}
