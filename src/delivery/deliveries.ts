import type { Backlog } from '../queue/backlog';
import type { DueWork } from '../queue/contract';
import type { ShopEvent } from '../orders/domain/events';

/** To whom events are brought: each waits for itself. */
export type Queue = 'shop' | 'customer';

/** One event on its way. */
export interface Delivery {
  /** Of this delivery: an event that is delivered again gets another. */
  readonly id: string;
  readonly event: ShopEvent;
  /** How often it was tried in vain. */
  readonly failures: number;
}

/** What one queue still has to deliver. Two implementations pass the same contract test (`test/outbox/deliveries-contract.ts`). */
export interface Deliveries extends DueWork<Delivery> {
  /** Whether what waits survives the process. */
  readonly isDurable: boolean;
  /** Events that were written a moment ago are due. Nothing is left to do where that was written down with the events themselves. */
  addWritten(events: readonly ShopEvent[], now: Date): Promise<void>;
  /** The events are due from now on; one that waits already begins anew. Resolves when that is kept. */
  add(events: readonly ShopEvent[], now: Date): Promise<void>;
  /** It came to its end, well or not. Changes nothing when the event was added again meanwhile. */
  done(delivery: Delivery): Promise<void>;
  /** One more try was in vain. Changes nothing when the event was added again meanwhile. */
  postpone(delivery: Delivery, until: Date): Promise<void>;
  /** How many wait, those that are being delivered included. */
  backlog(): Promise<Backlog>;
}
