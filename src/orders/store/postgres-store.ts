import { z } from 'zod';
import { later } from '../../kernel/clock';
import { sumOf } from '../../ledger/kind';
import type { Listing } from '../../ledger/list-position';
import { NO_QUEUES, type QueuesFor } from '../../ledger/outbox-statement';
import { PostgresFeed } from '../../ledger/postgres-feed';
import { PostgresStore } from '../../ledger/postgres-store';
import { idRow } from '../../ledger/rows';
import type { Database } from '../../postgres/database';
import { storable } from '../../postgres/stored-text';
import { nextDueIn } from '../../queue/next-due';
import { nextDueAt } from '../domain/due';
import type { OrderEvent, ShopEvent } from '../domain/events';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import type { Standing } from './backlog-stats';
import { END_ORDERS, endingValues } from './ending-statement';
import { eventRow } from './event-row';
import { ORDERS } from './order-kind';
import { orderRow } from './order-row';
import { CLAIM_DUE, CLAIM_ENDING, FIND_ALL, FIND_TRANSACTION, NEXT_DUE, RESCHEDULE } from './statements';
import type { Ending, OrderQuery, OrderStore, StoreDescription, TransactionUse } from './store';

const transactionRow = z
  .object({ order_id: z.string(), attempt_id: z.string() })
  .transform((row): TransactionUse => ({ orderId: row.order_id, attemptId: row.attempt_id }));

/** Orders in PostgreSQL, for any number of processes. */
export class PostgresOrderStore
  extends PostgresStore<Order, OrderChange, OrderEvent, OrderQuery>
  implements OrderStore
{
  private readonly feedOfAll: PostgresFeed<ShopEvent>;

  /** @param queuesFor into which queues of the outbox the events go that are written through this; none unless said */
  constructor(database: Database, queuesFor: QueuesFor = NO_QUEUES) {
    super(database, ORDERS, queuesFor);
    this.feedOfAll = new PostgresFeed<ShopEvent>(database, eventRow);
  }

  async findTransaction(transactionId: string): Promise<TransactionUse | null> {
    const [use] = await this.database.run(FIND_TRANSACTION, [storable(transactionId)], transactionRow);
    return use ?? null;
  }

  feed(cursor: string | null, limit: number): Promise<Listing<ShopEvent>> {
    return this.feedOfAll.read(cursor, limit);
  }

  event(eventId: string): Promise<ShopEvent | null> {
    return this.feedOfAll.find(eventId);
  }

  eventsBetween(from: Date, to: Date, limit: number): Promise<readonly ShopEvent[]> {
    return this.feedOfAll.between(from, to, limit);
  }

  async claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    const due = await this.database.run(CLAIM_DUE, [now, limit, later(now, leaseMs)], idRow);
    return due.map(({ id }) => id);
  }

  async claimEnding(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    const due = await this.database.run(CLAIM_ENDING, [now, limit, later(now, leaseMs)], idRow);
    return due.map(({ id }) => id);
  }

  nextDueAt(now: Date): Promise<Date | null> {
    return nextDueIn(this.database, NEXT_DUE, [now]);
  }

  async findAll(orderIds: readonly string[]): Promise<readonly Order[]> {
    const rows = await this.database.run(FIND_ALL, [orderIds.map(storable)], z.unknown());
    return rows.flatMap((row) => {
      const { data } = orderRow.safeParse(row);
      return data ? [this.handOut(data)] : [];
    });
  }

  async appendEndings(endings: readonly Ending[]): Promise<readonly string[]> {
    const { queuesFor } = this;
    const known = endings.flatMap(({ order: before, entries: lines }) => {
      const lookedAt = this.lookedAtOf(before);
      return lookedAt ? [{ before, lines, lookedAt, outcome: sumOf(ORDERS, before, lines), queuesFor }] : [];
    });
    const rows = await this.database.run(END_ORDERS, endingValues(known), idRow);
    const written = new Set(rows.map(({ id }) => id));
    for (const { lines, outcome } of known.filter(({ before }) => written.has(before.id)))
      this.listeners.tell({ lines, ...outcome });
    return [...written];
  }

  /** A version that comes in between has set its own moment, and it is not put off. */
  async reschedule(orderId: string, lookedAt: Date): Promise<void> {
    const order = await this.find(orderId);
    if (!order) return;
    const values = [order.id, order.version, lookedAt, nextDueAt(order, lookedAt)];
    await this.database.run(RESCHEDULE, values, z.never());
  }

  standing(now: Date): Promise<Standing> {
    return this.backlog(now);
  }

  describe(): StoreDescription {
    return { kind: 'postgres', durable: true };
  }

  check(): Promise<void> {
    return this.database.check();
  }
}
