import type { Listing } from './store';
import type { ShopEvent } from './shop-events';

const MOST_KEPT = 100_000;

/** Every event of this process in the order in which it was written; the oldest are dropped when there are too many. */
export class MemoryFeed {
  private readonly events: ShopEvent[] = [];
  private dropped = 0;

  add(events: readonly ShopEvent[]): void {
    this.events.push(...events);
    if (this.events.length > MOST_KEPT * 1.1) {
      this.dropped += this.events.length - MOST_KEPT;
      this.events.splice(0, this.events.length - MOST_KEPT);
    }
  }

  /** @param cursor the position of the last event that was read, as this method gave it */
  read(cursor: string | null, limit: number): Listing<ShopEvent> {
    const position = cursor && /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0;
    const start = Math.max(0, position - this.dropped);
    const items = this.events.slice(start, start + limit);
    const end = this.dropped + start + items.length;
    return { items, nextCursor: items.length > 0 ? String(end) : cursor };
  }
}
