import type { Backlog } from '../orders/backlog';
import type { ShopEvent } from '../orders/shop-events';

/** One event on its way to the shop. */
export interface Delivery {
  /** Of this delivery: an event that is delivered again gets another. */
  readonly id: string;
  readonly event: ShopEvent;
  /** How often it was tried in vain. */
  readonly failures: number;
}

/** What is still to be delivered. */
export interface Deliveries {
  /**
   * The events are due from now on; one that waits already begins anew. Resolves when that is kept by whatever this keeps things in.
   */
  add(events: readonly ShopEvent[], now: Date): Promise<void>;
  /** Deliveries whose time has come, each given to one caller only: given again after `leaseMs` unless it was settled before. */
  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly Delivery[]>;
  /** It came to its end, well or not. Changes nothing when the event was added again meanwhile. */
  end(delivery: Delivery): Promise<void>;
  /** One more try was in vain. Changes nothing when the event was added again meanwhile. */
  postpone(delivery: Delivery, until: Date): Promise<void>;
  /** When something is due next; null when nothing waits. */
  nextDueAt(): Promise<Date | null>;
  /** What the shop has not taken yet, tried or not. */
  backlog(): Promise<Backlog>;
}
