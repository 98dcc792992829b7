import { later } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import type { ShopEvent } from '../orders/domain/events';
import type { Deliveries, Delivery } from './deliveries';
import type { Log } from '../kernel/log';

const MOST_WAITING = 20_000;

interface Waiting {
  readonly delivery: Delivery;
  readonly since: Date;
  readonly dueAt: Date;
}

/** Deliveries in this process, for as long as it lives. */
export class MemoryDeliveries implements Deliveries {
  readonly isDurable = false;
  /** By the event's id, the one that was added first in front. */
  private readonly waiting = new Map<string, Waiting>();
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
      this.waiting.set(event.id, {
        delivery: { id: String(this.added), event, failures: 0 },
        since: now,
        dueAt: now,
      });
    }
    return Promise.resolve();
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly Delivery[]> {
    const due: Waiting[] = [];
    for (const each of this.waiting.values()) {
      if (due.length >= limit) break;
      if (each.dueAt <= now) due.push(each);
    }
    for (const each of due) this.waiting.set(each.delivery.event.id, { ...each, dueAt: later(now, leaseMs) });
    return Promise.resolve(due.map(({ delivery }) => delivery));
  }

  done(delivery: Delivery): Promise<void> {
    if (this.current(delivery)) this.waiting.delete(delivery.event.id);
    return Promise.resolve();
  }

  postpone(delivery: Delivery, until: Date): Promise<void> {
    const current = this.current(delivery);
    const postponed = { ...delivery, failures: delivery.failures + 1 };
    if (current) this.waiting.set(delivery.event.id, { ...current, delivery: postponed, dueAt: until });
    return Promise.resolve();
  }

  nextDueAt(): Promise<Date | null> {
    let next: Date | null = null;
    for (const { dueAt } of this.waiting.values()) if (!next || dueAt < next) next = dueAt;
    return Promise.resolve(next);
  }

  backlog(): Promise<Backlog> {
    const [oldest] = this.waiting.values();
    return Promise.resolve({ count: this.waiting.size, oldest: oldest?.since ?? null });
  }

  private current({ id, event }: Delivery): Waiting | null {
    const waiting = this.waiting.get(event.id);
    return waiting?.delivery.id === id ? waiting : null;
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
