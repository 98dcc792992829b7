import { evolve } from './evolve';
import type { Entry } from './history';
import type { Order } from './order';
import { shopEventsOf, type OrderEvent } from './events';

export interface Outcome {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
}

/** The order that results from entries, and the events of each entry. */
export function outcomeOf(before: Order | null, entries: readonly Entry[]): Outcome {
  let order = before;
  const events: OrderEvent[] = [];
  for (const entry of entries) {
    const after = evolve(order, entry);
    events.push(...shopEventsOf(order, after, entry));
    order = after;
  }
  if (!order || entries.length === 0) throw new Error('Nothing was appended');
  return { order, events };
}
