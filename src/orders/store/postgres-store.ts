import { z } from 'zod';
import { later } from '../../kernel/clock';
import { appendValues, CHANGE_ORDER, CREATE_ORDER, writtenRow } from './append-statement';
import { NOTHING_WAITS } from '../../queue/backlog';
import type { Database, Statement } from '../../postgres/database';
import { nextDueAt } from '../domain/due';
import type { Entry } from '../domain/history';
import { historyRow } from './history-row';
import type { Order } from '../domain/order';
import { listing, pageOf } from './listing';
import { orderRow } from './order-row';
import { END_ORDERS, endingValues } from './ending-statement';
import {
  CLAIM_DUE,
  CLAIM_ENDING,
  FIND,
  FIND_ALL,
  FIND_BY_TOKEN,
  FIND_TRANSACTION,
  HISTORY,
  RESCHEDULE,
} from './statements';
import { outcomeOf } from '../domain/outcome';
import { EVENT_COLUMNS, PostgresFeed } from '../../ledger/postgres-feed';
import { eventRow } from './event-row';
import { refusalOf } from './refused-append';
import type { ShopEvent } from '../domain/events';
import type { Standing } from './backlog-stats';
import { IN_REVIEW, inReviewRow, OVERDUE, overdueRow } from './backlog-statements';
import {
  VersionConflict,
  type Ending,
  type OrderQuery,
  type OrderStore,
  type StoreDescription,
  type TransactionUse,
} from './store';
import { storable } from '../../postgres/stored-text';
import { NO_QUEUES, type QueuesFor } from '../../ledger/outbox-statement';
import type { Listing } from '../../ledger/list-position';

const transactionRow = z
  .object({ order_id: z.string(), attempt_id: z.string() })
  .transform((row): TransactionUse => ({ orderId: row.order_id, attemptId: row.attempt_id }));

const EVENTS: Statement = {
  name: 'events_of_order',
  text: `SELECT ${EVENT_COLUMNS} FROM shop_events WHERE order_id = $1 ORDER BY sequence`,
};

/**
 * Orders in PostgreSQL, for any number of processes. What one append writes is one statement, so it is atomic without a transaction
 * that somebody could hold open.
 */
export class PostgresOrderStore implements OrderStore {
  /** Orders that came from here, and until when each was looked at: what a caller made up itself is read again before it is built on. */
  private readonly lookedAt = new WeakMap<Order, Date>();
  private readonly feedOfAll: PostgresFeed<ShopEvent>;

  /** @param queuesFor into which queues of the outbox the events go that are written through this; none unless said */
  constructor(
    private readonly database: Database,
    private readonly queuesFor: QueuesFor = NO_QUEUES,
  ) {
    this.feedOfAll = new PostgresFeed<ShopEvent>(database, eventRow);
  }

  /** @throws DatabaseUnavailable too: then it is not known whether it was written, and nothing that needs it may go on */
  async append(before: Order | null, entries: readonly Entry[]): Promise<Order> {
    const current = before && (await this.asWritten(before));
    const outcome = outcomeOf(current, entries);
    const lookedAt = (current && this.lookedAt.get(current)) ?? outcome.order.createdAt;
    const values = appendValues(current, entries, outcome, lookedAt, this.queuesFor);
    try {
      const written = await this.database.run(current ? CHANGE_ORDER : CREATE_ORDER, values, writtenRow);
      if (written.length === 0) throw new VersionConflict();
    } catch (error) {
      throw refusalOf(error, current, outcome.order);
    }
    return this.handOut({ order: outcome.order, lookedAt });
  }

  find(orderId: string): Promise<Order | null> {
    return this.findOne(FIND, orderId);
  }

  findByToken(token: string): Promise<Order | null> {
    return this.findOne(FIND_BY_TOKEN, token);
  }

  async findTransaction(transactionId: string): Promise<TransactionUse | null> {
    const [use] = await this.database.run(FIND_TRANSACTION, [storable(transactionId)], transactionRow);
    return use ?? null;
  }

  async list(query: OrderQuery): Promise<Listing<Order>> {
    const { statement, values } = listing(query);
    return pageOf(await this.read(statement, values), query.limit);
  }

  history(orderId: string): Promise<readonly Entry[]> {
    return this.database.run(HISTORY, [storable(orderId)], historyRow);
  }

  async events(orderId: string): Promise<readonly ShopEvent[]> {
    const rows = await this.database.run(EVENTS, [storable(orderId)], eventRow);
    return rows.map(({ event }) => event);
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
    const due = await this.database.run(CLAIM_DUE, [now, limit, later(now, leaseMs)], writtenRow);
    return due.map(({ id }) => id);
  }

  async claimEnding(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    const due = await this.database.run(CLAIM_ENDING, [now, limit, later(now, leaseMs)], writtenRow);
    return due.map(({ id }) => id);
  }

  async findAll(orderIds: readonly string[]): Promise<readonly Order[]> {
    const rows = await this.database.run(FIND_ALL, [orderIds.map(storable)], z.unknown());
    return rows.flatMap((row) => {
      const { data } = orderRow.safeParse(row);
      return data ? [this.handOut(data)] : [];
    });
  }

  async appendEndings(endings: readonly Ending[]): Promise<readonly string[]> {
    const known = endings.flatMap((ending) => {
      const lookedAt = this.lookedAt.get(ending.order);
      return lookedAt ? [{ ...ending, lookedAt, outcome: outcomeOf(ending.order, ending.entries) }] : [];
    });
    const written = await this.database.run(END_ORDERS, endingValues(known, this.queuesFor), writtenRow);
    return written.map(({ id }) => id);
  }

  /** A version that comes in between has set its own moment, and it is not put off. */
  async reschedule(orderId: string, lookedAt: Date): Promise<void> {
    const order = await this.find(orderId);
    if (!order) return;
    const values = [order.id, order.version, lookedAt, nextDueAt(order, lookedAt)];
    await this.database.run(RESCHEDULE, values, z.never());
  }

  async standing(now: Date): Promise<Standing> {
    const [inReview, [overdue]] = await Promise.all([
      this.database.run(IN_REVIEW, [], inReviewRow),
      this.database.run(OVERDUE, [now], overdueRow),
    ]);
    return { inReview: new Map(inReview), overdue: overdue ?? NOTHING_WAITS };
  }

  describe(): StoreDescription {
    return { kind: 'postgres', durable: true };
  }

  check(): Promise<void> {
    return this.database.check();
  }

  private async findOne(statement: Statement, key: string): Promise<Order | null> {
    const [order] = await this.read(statement, [storable(key)]);
    return order ?? null;
  }

  private async read(statement: Statement, values: readonly unknown[]): Promise<Order[]> {
    const rows = await this.database.run(statement, values, orderRow);
    return rows.map((row) => this.handOut(row));
  }

  private handOut({ order, lookedAt }: { readonly order: Order; readonly lookedAt: Date }): Order {
    this.lookedAt.set(order, lookedAt);
    return order;
  }

  private async asWritten(order: Order): Promise<Order> {
    if (this.lookedAt.has(order)) return order;
    const written = await this.find(order.id);
    if (written?.version !== order.version) throw new VersionConflict();
    return written;
  }
}
