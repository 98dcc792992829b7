import { randomBytes } from 'node:crypto';
import { InvalidInput } from '../kernel/errors';
import type { LedgerEvent } from './event';
import type { Listing } from './list-position';

const MOST_KEPT = 100_000;

/** Every event of this process in the order in which it was written; the oldest are dropped when there are too many. */
export class MemoryFeed<Event extends LedgerEvent> {
  /** In every cursor: one of an earlier process counts other events, and reading goes on from the first of these. */
  private readonly life = randomBytes(6).toString('hex');
  private readonly events: Event[] = [];
  private dropped = 0;

  constructor(private readonly mostKept = MOST_KEPT) {}

  add(events: readonly Event[]): void {
    this.events.push(...events);
    if (this.events.length > this.mostKept * 1.1) {
      this.dropped += this.events.length - this.mostKept;
      this.events.splice(0, this.events.length - this.mostKept);
    }
  }

  /**
   * @param cursor the place after the last event that was read, as this method gave it
   * @throws InvalidInput when no feed gave this cursor
   */
  read(cursor: string | null, limit: number): Listing<Event> {
    const start = Math.max(0, this.positionFrom(cursor) - this.dropped);
    const items = this.events.slice(start, start + limit);
    const end = this.dropped + start + items.length;
    return { items, nextCursor: items.length > 0 ? this.cursorAt(end) : cursor };
  }

  find(eventId: string): Event | null {
    return this.events.findLast(({ id }) => id === eventId) ?? null;
  }

  between(from: Date, to: Date, limit: number): readonly Event[] {
    return this.events.filter(({ createdAt }) => createdAt >= from && createdAt < to).slice(0, limit);
  }

  private cursorAt(position: number): string {
    return Buffer.from(`${this.life}.${position}`).toString('base64url');
  }

  private positionFrom(cursor: string | null): number {
    if (cursor === null) return 0;
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    const [, life, position] = /^([0-9a-f]{12})\.(\d{1,15})$/.exec(text) ?? [];
    if (!life || !position) {
      throw new InvalidInput([{ field: 'cursor', message: 'must be a next_cursor of an earlier page' }]);
    }
    return life === this.life ? Number(position) : 0;
  }
}
