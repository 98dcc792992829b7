import type { Entry } from './history';
import { MemoryFeed } from './memory-feed';
import { MemorySchedule } from './memory-schedule';
import type { Order } from './order';
import { matches } from './order-query';
import { outcomeOf } from './outcome';
import type { ShopEvent } from './shop-events';
import { isFinal } from './status';
import {
  IntentTaken,
  StoreFull,
  TransactionTaken,
  VersionConflict,
  type Listing,
  type OrderQuery,
  type OrderStore,
  type StoreDescription,
  type TransactionUse,
} from './store';

interface Kept {
  order: Order;
  readonly history: Entry[];
  readonly events: ShopEvent[];
}

/**
 * Orders in this process, for as long as it lives.
 * Each append runs without a pause from its check to its write, which is what makes it atomic here.
 */
export class MemoryOrderStore implements OrderStore {
  private readonly kept = new Map<string, Kept>();
  private readonly idByToken = new Map<string, string>();
  /** Outlives its orders, so that a transaction never pays twice. */
  private readonly transactions = new Map<string, TransactionUse>();
  private readonly intents = new Map<number, string>();
  /** In the order in which they became final: the first to go when room is needed. */
  private readonly final = new Set<string>();
  private readonly feedOfAll = new MemoryFeed();
  private readonly schedule = new MemorySchedule();

  constructor(private readonly limits: { readonly maxOrders: number } = { maxOrders: 100_000 }) {}

  append(before: Order | null, entries: readonly Entry[]): Promise<Order> {
    return settled(() => this.write(before, entries));
  }

  find(orderId: string): Promise<Order | null> {
    return Promise.resolve(this.kept.get(orderId)?.order ?? null);
  }

  findByToken(token: string): Promise<Order | null> {
    return this.find(this.idByToken.get(token) ?? '');
  }

  findTransaction(transactionId: string): Promise<TransactionUse | null> {
    return Promise.resolve(this.transactions.get(transactionId) ?? null);
  }

  list(query: OrderQuery): Promise<Listing<Order>> {
    const newestFirst = [...this.kept.values()].reverse().map(({ order }) => order);
    const start = query.cursor ? newestFirst.findIndex((order) => order.id === query.cursor) + 1 : 0;
    const found = newestFirst.slice(start).filter((order) => matches(order, query));
    const items = found.slice(0, query.limit);
    return Promise.resolve({
      items,
      nextCursor: found.length > items.length ? (items.at(-1)?.id ?? null) : null,
    });
  }

  history(orderId: string): Promise<readonly Entry[]> {
    return Promise.resolve([...(this.kept.get(orderId)?.history ?? [])]);
  }

  events(orderId: string): Promise<readonly ShopEvent[]> {
    return Promise.resolve([...(this.kept.get(orderId)?.events ?? [])]);
  }

  feed(cursor: string | null, limit: number): Promise<Listing<ShopEvent>> {
    return Promise.resolve(this.feedOfAll.read(cursor, limit));
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly Order[]> {
    const due = this.schedule.claim(now, limit, leaseMs);
    return Promise.resolve(due.flatMap((orderId) => this.kept.get(orderId)?.order ?? []));
  }

  reschedule(orderId: string, lookedAt: Date): Promise<void> {
    const order = this.kept.get(orderId)?.order;
    if (order) this.schedule.set(order, lookedAt);
    return Promise.resolve();
  }

  describe(): StoreDescription {
    return { kind: 'memory', durable: false };
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  private write(before: Order | null, entries: readonly Entry[]): Order {
    const current = before ? this.kept.get(before.id) : undefined;
    if ((current?.order.version ?? 0) !== (before?.version ?? 0)) throw new VersionConflict();
    const { order, events } = outcomeOf(before, entries);
    if (!before && this.kept.has(order.id)) throw new VersionConflict();
    this.refuseTaken(order);
    if (!current) this.makeRoom();
    this.keep(order, entries, events);
    return order;
  }

  private refuseTaken(order: Order): void {
    for (const attempt of order.attempts) {
      const use = attempt.transactionId ? this.transactions.get(attempt.transactionId) : undefined;
      if (use && use.attemptId !== attempt.id) throw new TransactionTaken(attempt.transactionId ?? '');
      const holder = this.intents.get(attempt.intent.id);
      if (holder && holder !== attempt.id) throw new IntentTaken();
    }
  }

  private makeRoom(): void {
    if (this.kept.size < this.limits.maxOrders) return;
    const [oldest] = this.final;
    if (oldest === undefined) throw new StoreFull(this.limits.maxOrders);
    this.forget(oldest);
  }

  private forget(orderId: string): void {
    const kept = this.kept.get(orderId);
    if (!kept) return;
    this.kept.delete(orderId);
    this.final.delete(orderId);
    this.idByToken.delete(kept.order.token);
    this.schedule.drop(orderId);
    for (const attempt of kept.order.attempts) this.intents.delete(attempt.intent.id);
  }

  private keep(order: Order, entries: readonly Entry[], events: readonly ShopEvent[]): void {
    const kept = this.kept.get(order.id) ?? { order, history: [], events: [] };
    kept.order = order;
    kept.history.push(...entries);
    kept.events.push(...events);
    this.kept.set(order.id, kept);
    this.idByToken.set(order.token, order.id);
    this.remember(order);
    this.feedOfAll.add(events);
    this.schedule.set(order, entries.at(-1)?.at ?? order.createdAt);
  }

  private remember(order: Order): void {
    for (const attempt of order.attempts) {
      this.intents.set(attempt.intent.id, attempt.id);
      if (attempt.transactionId) {
        this.transactions.set(attempt.transactionId, { orderId: order.id, attemptId: attempt.id });
      }
    }
    if (isFinal(order)) this.final.add(order.id);
    else this.final.delete(order.id);
  }
}

function settled<Result>(act: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(act()));
}
