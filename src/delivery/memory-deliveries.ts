import { later } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import { DueTimes } from '../queue/due-times';
import type { ShopEvent } from '../orders/domain/events';
import type { Deliveries, Delivery } from './deliveries';
import type { Log } from '../kernel/log';

const MOST_WAITING = 20_000;

interface Waiting {
  readonly delivery: Delivery;
  readonly since: Date;
}

/** Deliveries in this process, for as long as it lives. */
export class MemoryDeliveries implements Deliveries {
  readonly isDurable = false;
  /** By the event's id, the one that was added first in front. */
  private readonly waiting = new Map<string, Waiting>();
  private readonly due = new DueTimes();
  private added = 0;

  constructor(
    private readonly log: Log,
    private readonly mostWaiting = MOST_WAITING,
  ) {}

  addWritten(events: readonly ShopEvent[], now: Date): Promise<void> {
    return this.add(events, now);
  }

  add(events: readonly ShopEvent[], now: Date): Promise<void> {
    for (const event of events) {
      this.waiting.delete(event.id);
      this.makeRoom();
      this.added += 1;
      this.waiting.set(event.id, { delivery: { id: String(this.added), event, failures: 0 }, since: now });
      this.due.set(event.id, now);
    }
    return Promise.resolve();
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly Delivery[]> {
    const claimed: Delivery[] = [];
    while (claimed.length < limit) {
      const waiting = this.waiting.get(this.due.take(now) ?? '');
      if (!waiting) break;
      claimed.push(waiting.delivery);
      this.due.set(waiting.delivery.event.id, later(now, leaseMs));
    }
    return Promise.resolve(claimed);
  }

  done(delivery: Delivery): Promise<void> {
    if (this.current(delivery)) this.drop(delivery.event.id);
    return Promise.resolve();
  }

  postpone(delivery: Delivery, until: Date): Promise<void> {
    const { id } = delivery.event;
    const current = this.current(delivery);
    if (current) {
      this.waiting.set(id, { ...current, delivery: { ...delivery, failures: delivery.failures + 1 } });
      this.due.set(id, until);
    }
    return Promise.resolve();
  }

  nextDueAt(): Promise<Date | null> {
    return Promise.resolve(this.due.next());
  }

  backlog(): Promise<Backlog> {
    const [oldest] = this.waiting.values();
    return Promise.resolve({ count: this.waiting.size, oldest: oldest?.since ?? null });
  }

  private current({ id, event }: Delivery): Waiting | null {
    const waiting = this.waiting.get(event.id);
    return waiting?.delivery.id === id ? waiting : null;
  }

  private drop(eventId: string): void {
    this.waiting.delete(eventId);
    this.due.delete(eventId);
  }

  /** The shop finds what was dropped in the feed. */
  private makeRoom(): void {
    const [oldest] = this.waiting.values();
    if (this.waiting.size < this.mostWaiting || !oldest) return;
    const { id, orderId, type } = oldest.delivery.event;
    this.drop(id);
    this.log.error(
      { eventId: id, orderId, eventType: type, limit: this.mostWaiting },
      'too many events wait for delivery: the oldest is not delivered',
    );
  }
}
