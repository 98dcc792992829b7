import { MemoryFeed } from '../../ledger/memory-feed';
import { MemoryStore, settled } from '../../ledger/memory-store';
import type { Listing } from '../../ledger/list-position';
import { backlogOf } from '../../queue/backlog';
import type { OrderEvent, ShopEvent } from '../domain/events';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import type { Standing } from './backlog-stats';
import { transactionKey } from './claims';
import { ORDERS } from './order-kind';
import {
  VersionConflict,
  type Ending,
  type OrderQuery,
  type OrderStore,
  type StoreDescription,
  type TransactionUse,
} from './store';

/** Orders in this process, for as long as it lives. */
export class MemoryOrderStore
  extends MemoryStore<Order, OrderChange, OrderEvent, OrderQuery>
  implements OrderStore
{
  /** @param feedOfAll what others write to as well who tell the shop something */
  constructor(
    { maxOrders }: { readonly maxOrders: number } = { maxOrders: 100_000 },
    private readonly feedOfAll = new MemoryFeed<ShopEvent>(),
  ) {
    super(ORDERS, feedOfAll, maxOrders);
  }

  findTransaction(transactionId: string): Promise<TransactionUse | null> {
    const holder = this.claims.holderOf(transactionKey(transactionId));
    return Promise.resolve(holder && { orderId: holder.id, attemptId: holder.owner });
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
    const due = this.schedule.claim(now, limit, leaseMs, (urgency) => urgency !== 'last');
    return Promise.resolve(due.map(({ id }) => id));
  }

  claimEnding(now: Date, limit: number, leaseMs: number): Promise<readonly string[]> {
    const due = this.schedule.claim(now, limit, leaseMs, (urgency) => urgency === 'last');
    return Promise.resolve(due.map(({ id }) => id));
  }

  findAll(orderIds: readonly string[]): Promise<readonly Order[]> {
    return Promise.resolve(orderIds.flatMap((id) => this.current(id) ?? []));
  }

  appendEndings(endings: readonly Ending[]): Promise<readonly string[]> {
    return settled(() =>
      endings.filter((ending) => this.writeUnlessChanged(ending)).map(({ order }) => order.id),
    );
  }

  reschedule(orderId: string, lookedAt: Date): Promise<void> {
    const order = this.current(orderId);
    if (order) this.schedule.lookedAt(order, lookedAt, null);
    return Promise.resolve();
  }

  standing(now: Date): Promise<Standing> {
    const overdue = backlogOf(this.schedule.overdue(now));
    return Promise.resolve({ inReview: this.reviews.count(), overdue });
  }

  describe(): StoreDescription {
    return { kind: 'memory', durable: false };
  }

  check(): Promise<void> {
    return Promise.resolve();
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
}
