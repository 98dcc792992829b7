import { z } from 'zod';
import { later } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import { nextDueIn } from '../queue/next-due';
import type { Database, Statement } from '../postgres/database';
import { eventRow } from '../orders/store/event-row';
import { EVENT_COLUMNS } from '../ledger/postgres-feed';
import type { ShopEvent } from '../orders/domain/events';
import type { Deliveries, Delivery, Queue } from './deliveries';
import type { Log } from '../kernel/log';
import { moment, wholeNumber } from '../postgres/values';

/** In one order whoever adds: two that add the same events wait for each other, never in a circle. */
const ADD: Statement = {
  name: 'add_deliveries',
  text: `
    INSERT INTO outbox (queue, event_id, since, due_at)
    SELECT $1, id, $3, $3 FROM shop_events WHERE id = ANY ($2) ORDER BY id
    ON CONFLICT (queue, event_id) DO UPDATE
    SET ticket = DEFAULT, since = excluded.since, due_at = excluded.due_at, failures = 0`,
};
const CLAIM_DUE: Statement = {
  name: 'claim_due_deliveries',
  text: `
    WITH due AS (
      SELECT queue, event_id FROM outbox WHERE queue = $1 AND due_at <= $2
      ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE outbox SET due_at = $4 FROM due
      WHERE outbox.queue = due.queue AND outbox.event_id = due.event_id
      RETURNING outbox.event_id, ticket, failures
    )
    SELECT ticket, failures, ${EVENT_COLUMNS}
    FROM claimed JOIN shop_events ON shop_events.id = event_id ORDER BY position`,
};
const DONE: Statement = {
  name: 'end_delivery',
  text: 'DELETE FROM outbox WHERE queue = $1 AND event_id = $2 AND ticket = $3',
};
const POSTPONE: Statement = {
  name: 'postpone_delivery',
  text: 'UPDATE outbox SET due_at = $4, failures = $5 WHERE queue = $1 AND event_id = $2 AND ticket = $3',
};
const NEXT_DUE: Statement = {
  name: 'next_due_delivery',
  text: 'SELECT min(due_at) AS due_at FROM outbox WHERE queue = $1',
};
const BACKLOG: Statement = {
  name: 'backlog_of_deliveries',
  text: 'SELECT count(*) AS count, min(since) AS oldest FROM outbox WHERE queue = $1',
};

const claimedRow = z.looseObject({ id: z.string(), ticket: wholeNumber, failures: wholeNumber });
const backlogRow = z.object({ count: wholeNumber, oldest: moment.nullable() });

/**
 * Deliveries in PostgreSQL: written by the very statement that writes their event (`ledger/outbox-statement.ts`), and made by whichever
 * process gets to them first.
 */
export class PostgresDeliveries implements Deliveries {
  readonly isDurable = true;

  constructor(
    private readonly database: Database,
    private readonly queue: Queue,
    private readonly log: Log,
  ) {}

  addWritten(): Promise<void> {
    return Promise.resolve();
  }

  async add(events: readonly ShopEvent[], now: Date): Promise<void> {
    await this.database.run(ADD, [this.queue, events.map(({ id }) => id), now], z.never());
  }

  async claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly Delivery[]> {
    const values = [this.queue, now, limit, later(now, leaseMs)];
    const claimed = await this.database.run(CLAIM_DUE, values, claimedRow);
    return claimed.flatMap((row) => this.deliveryFrom(row) ?? []);
  }

  async done({ id, event }: Delivery): Promise<void> {
    await this.database.run(DONE, [this.queue, event.id, id], z.never());
  }

  async postpone({ id, event, failures }: Delivery, until: Date): Promise<void> {
    await this.database.run(POSTPONE, [this.queue, event.id, id, until, failures + 1], z.never());
  }

  nextDueAt(): Promise<Date | null> {
    return nextDueIn(this.database, NEXT_DUE, [this.queue]);
  }

  async backlog(): Promise<Backlog> {
    const [backlog] = await this.database.run(BACKLOG, [this.queue], backlogRow);
    return backlog ?? { count: 0, oldest: null };
  }

  /** One that a newer release wrote, and this one cannot read, holds back no other: it stays leased and waits for its reader. */
  private deliveryFrom(row: z.infer<typeof claimedRow>): Delivery | null {
    const { data } = eventRow.safeParse(row);
    if (data) return { id: String(row.ticket), event: data.event, failures: row.failures };
    this.log.error({ eventId: row.id }, 'an event that waits for delivery cannot be read');
    return null;
  }
}
