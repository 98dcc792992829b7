import type { RepeatPaymentEvent } from '../../orders/domain/events';
import { evolve } from './evolve';
import type { Entry } from './history';
import type { RepeatPayment } from './repeat-payment';
import { shopEventsOf } from './events';

export interface Outcome {
  readonly repeatPayment: RepeatPayment;
  readonly events: readonly RepeatPaymentEvent[];
}

/** The repeat payment that results from entries, and the events of each entry. */
export function outcomeOf(before: RepeatPayment | null, entries: readonly Entry[]): Outcome {
  let repeatPayment = before;
  const events: RepeatPaymentEvent[] = [];
  for (const entry of entries) {
    const after = evolve(repeatPayment, entry);
    events.push(...shopEventsOf(repeatPayment, after, entry));
    repeatPayment = after;
  }
  if (!repeatPayment || entries.length === 0) throw new Error('Nothing was appended');
  return { repeatPayment, events };
}
