import type { Entry } from '../domain/history';
import { MemoryClaims } from './memory-claims';
import { MemoryFeed } from '../../ledger/memory-feed';
import { MemoryListing } from '../../ledger/memory-listing';
import { MemoryReviews } from '../../ledger/memory-reviews';
import { MemorySchedule } from './memory-due';
import type { Order, ReviewReason } from '../domain/order';
import { cursorAt, positionFrom, type Listing } from '../../ledger/list-position';
import { matches } from './query';
import { outcomeOf } from '../domain/outcome';
import type { ShopEvent } from '../domain/events';
import type { Standing } from './backlog-stats';
import { isFinal } from '../domain/status';
import {
  StoreFull,
  VersionConflict,
  type Ending,
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
  private readonly claims = new MemoryClaims();
  private readonly listing = new MemoryListing();
  /** In the order in which they became final: the first to go when room is needed. */
  private readonly final = new Set<string>();
  private readonly schedule = new MemorySchedule();
  private readonly reviews = new MemoryReviews<ReviewReason>();

  /** @param feedOfAll what others write to as well who tell the shop something */
  constructor(
    private readonly limits: { readonly maxOrders: number } = { maxOrders: 100_000 },
    private readonly feedOfAll = new MemoryFeed<ShopEvent>(),
  ) {}

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
    return Promise.resolve(this.claims.find(transactionId));
  }

  list(query: OrderQuery): Promise<Listing<Order>> {
    return settled(() => this.pageOf(query));
  }

  history(orderId: string): Promise<readonly Entry[]> {
    return Promise.resolve([...(this.kept.get(orderId)?.history ?? [])]);
  }

  events(orderId: string): Promise<readonly ShopEvent[]> {
    return Promise.resolve([...(this.kept.get(orderId)?.events ?? [])]);
  }

  feed(cursor: string | null, limit: number): Promise<Listing<ShopEvent>> {
    return settled(() => this.feedOfAll.read(cursor, limit));
  }

  event(eventId: string): Promise<ShopEvent | null> {
    return Promise.resolve(this.feedOfAll.find(eventId));
  }

  eventsBetween(from: Date, to: Date, limit: number): Promise<readonly ShopEvent[]> {
    return Promise.resolve(this.feedOfAll.between(from, to, limit));
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    return Promise.resolve(this.schedule.claim(now, limit, leaseMs));
  }

  claimEnding(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    return Promise.resolve(this.schedule.claimEnding(now, limit, leaseMs));
  }

  findAll(orderIds: readonly string[]): Promise<readonly Order[]> {
    return Promise.resolve(orderIds.flatMap((id) => this.kept.get(id)?.order ?? []));
  }

  appendEndings(endings: readonly Ending[]): Promise<readonly string[]> {
    return settled(() =>
      endings.filter((ending) => this.writeUnlessChanged(ending)).map(({ order }) => order.id),
    );
  }

  reschedule(orderId: string, lookedAt: Date): Promise<void> {
    const order = this.kept.get(orderId)?.order;
    if (order) this.schedule.lookedAt(order, lookedAt);
    return Promise.resolve();
  }

  standing(now: Date): Promise<Standing> {
    return Promise.resolve({ inReview: this.reviews.count(), overdue: this.schedule.overdue(now) });
  }

  describe(): StoreDescription {
    return { kind: 'memory', durable: false };
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  private pageOf(query: OrderQuery): Listing<Order> {
    const items: Order[] = [];
    for (const id of this.listing.idsAfter(query.cursor === undefined ? null : positionFrom(query.cursor))) {
      const order = this.kept.get(id)?.order;
      if (!order || !matches(order, query)) continue;
      const last = items.at(-1);
      if (last && items.length >= query.limit) return { items, nextCursor: cursorAt(last) };
      items.push(order);
    }
    return { items, nextCursor: null };
  }

  private write(before: Order | null, entries: readonly Entry[]): Order {
    const current = before ? this.kept.get(before.id) : undefined;
    if ((current?.order.version ?? 0) !== (before?.version ?? 0)) throw new VersionConflict();
    const { order, events } = outcomeOf(current?.order ?? null, entries);
    if (!current && this.kept.has(order.id)) throw new VersionConflict();
    this.claims.refuseTaken(order);
    if (!current) this.makeRoom();
    this.keep(order, entries, events);
    return order;
  }

  private writeUnlessChanged({ order, entries }: Ending): boolean {
    try {
      this.write(order, entries);
    } catch (error) {
      if (error instanceof VersionConflict) return false;
      throw error;
    }
    this.schedule.giveBack(order.id);
    return true;
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
    this.reviews.drop(orderId);
    this.listing.remove(kept.order);
    this.claims.forgetIntents(kept.order);
  }

  private keep(order: Order, entries: readonly Entry[], events: readonly ShopEvent[]): void {
    const kept = this.kept.get(order.id) ?? this.roomFor(order);
    kept.order = order;
    kept.history.push(...entries);
    kept.events.push(...events);
    this.claims.remember(order);
    this.feedOfAll.add(events);
    this.schedule.changed(order);
    this.reviews.changed(order);
    if (isFinal(order)) this.final.add(order.id);
    else this.final.delete(order.id);
  }

  private roomFor(order: Order): Kept {
    const kept = { order, history: [], events: [] };
    this.kept.set(order.id, kept);
    this.idByToken.set(order.token, order.id);
    this.listing.add(order);
    return kept;
  }
}

function settled<Result>(act: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(act()));
}
