import { later } from '../clock';
import { type Backlog, backlogOf } from '../orders/backlog';
import type { ShopEvent } from '../orders/shop-events';
import type { Log } from '../payments/payments';
import type { Deliveries, Delivery } from './deliveries';

const MOST_WAITING = 20_000;

interface Waiting {
  readonly delivery: Delivery;
  readonly addedAt: Date;
  readonly dueAt: Date;
}

/** Deliveries in this process, for as long as it lives. */
export class MemoryDeliveries implements Deliveries {
  /** By the event's id, the one that was added first in front. */
  private readonly waiting = new Map<string, Waiting>();
  private added = 0;

  constructor(
    private readonly log: Log,
    private readonly mostWaiting = MOST_WAITING,
  ) {}

  add(events: readonly ShopEvent[], now: Date): Promise<void> {
    for (const event of events) {
      this.waiting.delete(event.id);
      this.makeRoom();
      this.added += 1;
      this.waiting.set(event.id, {
        delivery: { id: String(this.added), event, failures: 0 },
        addedAt: now,
        dueAt: now,
      });
    }
    return Promise.resolve();
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly Delivery[]> {
    const due: Waiting[] = [];
    for (const waiting of this.waiting.values()) {
      if (due.length >= limit) break;
      if (waiting.dueAt <= now) due.push(waiting);
    }
    for (const waiting of due)
      this.waiting.set(waiting.delivery.event.id, { ...waiting, dueAt: later(now, leaseMs) });
    return Promise.resolve(due.map(({ delivery }) => delivery));
  }

  end(delivery: Delivery): Promise<void> {
    if (this.isCurrent(delivery)) this.waiting.delete(delivery.event.id);
    return Promise.resolve();
  }

  postpone(delivery: Delivery, until: Date): Promise<void> {
    const postponed = { ...delivery, failures: delivery.failures + 1 };
    const waiting = this.waiting.get(delivery.event.id);
    if (waiting && this.isCurrent(delivery))
      this.waiting.set(delivery.event.id, { ...waiting, delivery: postponed, dueAt: until });
    return Promise.resolve();
  }

  nextDueAt(): Promise<Date | null> {
    let next: Date | null = null;
    for (const { dueAt } of this.waiting.values()) if (!next || dueAt < next) next = dueAt;
    return Promise.resolve(next);
  }

  backlog(): Promise<Backlog> {
    return Promise.resolve(backlogOf([...this.waiting.values()].map(({ addedAt }) => addedAt)));
  }

  private isCurrent({ id, event }: Delivery): boolean {
    return this.waiting.get(event.id)?.delivery.id === id;
  }

  /** The shop finds what was dropped in the feed. */
  private makeRoom(): void {
    const [oldest] = this.waiting.values();
    if (this.waiting.size < this.mostWaiting || !oldest) return;
    const { id, orderId, type } = oldest.delivery.event;
    this.waiting.delete(id);
    this.log.error(
      { eventId: id, orderId, eventType: type, limit: this.mostWaiting },
      'too many events wait for delivery: the oldest is not delivered',
    );
  }
}
