import { InvalidInput } from '../../kernel/errors';
import type { Database, Statement } from '../../postgres/database';
import { EVENT_COLUMNS, eventRow } from './event-row';
import type { ShopEvent } from '../domain/events';
import { storable } from '../../postgres/stored-text';
import type { Listing } from '../../ledger/list-position';

const OF_ORDER: Statement = {
  name: 'events_of_order',
  text: `SELECT ${EVENT_COLUMNS} FROM shop_events WHERE order_id = $1 ORDER BY sequence`,
};
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
export class PostgresFeed {
  constructor(private readonly database: Database) {}

  async ofOrder(orderId: string): Promise<readonly ShopEvent[]> {
    const rows = await this.database.run(OF_ORDER, [storable(orderId)], eventRow);
    return rows.map(({ event }) => event);
  }

  /**
   * Positions are given out one after the other and become visible in that order, so nothing turns up later before a cursor.
   * @throws InvalidInput when the cursor is none
   */
  async read(cursor: string | null, limit: number): Promise<Listing<ShopEvent>> {
    const rows = await this.database.run(AFTER, [positionFrom(cursor), limit], eventRow);
    const last = rows.at(-1);
    return { items: rows.map(({ event }) => event), nextCursor: last ? String(last.position) : cursor };
  }

  async find(eventId: string): Promise<ShopEvent | null> {
    const [row] = await this.database.run(ONE, [storable(eventId)], eventRow);
    return row?.event ?? null;
  }

  async between(from: Date, to: Date, limit: number): Promise<readonly ShopEvent[]> {
    const rows = await this.database.run(BETWEEN, [from, to, limit], eventRow);
    return rows.map(({ event }) => event);
  }
}

function positionFrom(cursor: string | null): number {
  if (cursor === null) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new InvalidInput([{ field: 'cursor', message: 'must be a next_cursor of an earlier page' }]);
}
