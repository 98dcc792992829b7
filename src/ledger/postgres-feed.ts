import type { z } from 'zod';
import { InvalidInput } from '../kernel/errors';
import type { Database, Statement } from '../postgres/database';
import { storable } from '../postgres/stored-text';
import type { LedgerEvent } from './event';
import type { Listing } from './list-position';

/** Each by its name: a statement that is prepared goes on working when a later release gives the table another column. */
export const EVENT_COLUMNS =
  'position, id, order_id, repeat_payment_id, payment_id, sequence, type, created_at, data';

const AFTER: Statement = {
  name: 'events_after',
  text: `SELECT ${EVENT_COLUMNS} FROM shop_events WHERE position > $1 ORDER BY position LIMIT $2`,
};
const ONE: Statement = { name: 'event', text: `SELECT ${EVENT_COLUMNS} FROM shop_events WHERE id = $1` };
const BETWEEN: Statement = {
  name: 'events_between',
  text: `SELECT ${EVENT_COLUMNS} FROM shop_events WHERE created_at >= $1 AND created_at < $2 ORDER BY position LIMIT $3`,
};

/** The shop's events as they were written, each in the transaction of the change it tells of. */
export class PostgresFeed<Event extends LedgerEvent> {
  /** @param row how an event, of whatever kind, comes back out of the table */
  constructor(
    private readonly database: Database,
    private readonly row: z.ZodType<{ readonly position: number; readonly event: Event }>,
  ) {}

  /**
   * Positions are given out one after the other and become visible in that order, so nothing turns up later before a cursor.
   * @throws InvalidInput when the cursor is none
   */
  async read(cursor: string | null, limit: number): Promise<Listing<Event>> {
    const rows = await this.database.run(AFTER, [positionFrom(cursor), limit], this.row);
    const last = rows.at(-1);
    return { items: rows.map(({ event }) => event), nextCursor: last ? String(last.position) : cursor };
  }

  async find(eventId: string): Promise<Event | null> {
    const [row] = await this.database.run(ONE, [storable(eventId)], this.row);
    return row?.event ?? null;
  }

  async between(from: Date, to: Date, limit: number): Promise<readonly Event[]> {
    const rows = await this.database.run(BETWEEN, [from, to, limit], this.row);
    return rows.map(({ event }) => event);
  }
}

function positionFrom(cursor: string | null): number {
  if (cursor === null) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new InvalidInput([{ field: 'cursor', message: 'must be a next_cursor of an earlier page' }]);
}
