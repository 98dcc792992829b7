import type { Entry } from '../domain/history';
import type { Order } from '../domain/order';
import { outcomeOf } from '../domain/outcome';
import type { ShopEvent } from '../domain/events';
import type { Standing } from './backlog-stats';
import type { Ending, OrderQuery, OrderStore, StoreDescription, TransactionUse } from './store';
import type { Listing } from '../../ledger/list-position';

/** What one append wrote. */
export interface Written {
  readonly order: Order;
  readonly entries: readonly Entry[];
  readonly events: readonly ShopEvent[];
}

/** Must not throw: what it is told of has happened. */
export type Listener = (written: Written) => void;

/** A store that tells others what it has written, after it was written: what they do with it cannot change that any more. */
export class TellingOrderStore implements OrderStore {
  constructor(
    private readonly store: OrderStore,
    private readonly listeners: readonly Listener[],
  ) {}

  async append(before: Order | null, entries: readonly Entry[]): Promise<Order> {
    const order = await this.store.append(before, entries);
    if (this.listeners.length === 0) return order;
    const { events } = outcomeOf(before, entries);
    for (const listen of this.listeners) listen({ order, entries, events });
    return order;
  }

  find(orderId: string): Promise<Order | null> {
    return this.store.find(orderId);
  }

  findByToken(token: string): Promise<Order | null> {
    return this.store.findByToken(token);
  }

  findTransaction(transactionId: string): Promise<TransactionUse | null> {
    return this.store.findTransaction(transactionId);
  }

  list(query: OrderQuery): Promise<Listing<Order>> {
    return this.store.list(query);
  }

  history(orderId: string): Promise<readonly Entry[]> {
    return this.store.history(orderId);
  }

  events(orderId: string): Promise<readonly ShopEvent[]> {
    return this.store.events(orderId);
  }

  feed(cursor: string | null, limit: number): Promise<Listing<ShopEvent>> {
    return this.store.feed(cursor, limit);
  }

  event(eventId: string): Promise<ShopEvent | null> {
    return this.store.event(eventId);
  }

  eventsBetween(from: Date, to: Date, limit: number): Promise<readonly ShopEvent[]> {
    return this.store.eventsBetween(from, to, limit);
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    return this.store.claimDue(now, limit, leaseMs);
  }

  claimEnding(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    return this.store.claimEnding(now, limit, leaseMs);
  }

  nextDueAt(now: Date): Promise<Date | null> {
    return this.store.nextDueAt(now);
  }

  findAll(orderIds: readonly string[]): Promise<readonly Order[]> {
    return this.store.findAll(orderIds);
  }

  async appendEndings(endings: readonly Ending[]): Promise<readonly string[]> {
    const written = new Set(await this.store.appendEndings(endings));
    if (this.listeners.length === 0) return [...written];
    for (const { order: before, entries } of endings.filter(({ order }) => written.has(order.id))) {
      const { order, events } = outcomeOf(before, entries);
      for (const listen of this.listeners) listen({ order, entries, events });
    }
    return [...written];
  }

  reschedule(orderId: string, lookedAt: Date): Promise<void> {
    return this.store.reschedule(orderId, lookedAt);
  }

  standing(now: Date): Promise<Standing> {
    return this.store.standing(now);
  }

  describe(): StoreDescription {
    return this.store.describe();
  }

  check(): Promise<void> {
    return this.store.check();
  }
}
