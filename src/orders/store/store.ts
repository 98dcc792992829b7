import { AppError, ChangedMeanwhile, NotFound } from '../../kernel/errors';
import type { Entry, OrderChange } from '../domain/history';
import type { LedgerStore } from '../../ledger/store';
import type { Order } from '../domain/order';
import type { OrderEvent, ShopEvent } from '../domain/events';
import type { Standing } from './backlog-stats';
import type { OrderStatus } from '../domain/status';
import type { Listing, PageQuery } from '../../ledger/list-position';

/**
 * Keeps orders. Two implementations pass the same contract tests: those of the ledger, and `test/orders/store-contract.ts`.
 * An append is refused with VersionConflict when another change came first, with TransactionTaken or IntentTaken when another attempt has it.
 */
export interface OrderStore extends LedgerStore<Order, OrderChange, OrderQuery, OrderEvent> {
  /** Which attempt uses this transaction, also of orders that are no longer kept. */
  findTransaction(transactionId: string): Promise<TransactionUse | null>;
  events(orderId: string): Promise<readonly ShopEvent[]>;
  /** Oldest first, from the one after `cursor`. */
  feed(cursor: string | null, limit: number): Promise<Listing<ShopEvent>>;
  event(eventId: string): Promise<ShopEvent | null>;
  /** In the order of the feed, the first of them that were created at `from` or later and before `to`. */
  eventsBetween(from: Date, to: Date, limit: number): Promise<readonly ShopEvent[]>;

  /**
   * Ids of orders whose time to be looked at has come, each given to one caller only: it is given again after `leaseMs` unless it
   * was rescheduled before. Those with a payment under way come first, however long the others have waited.
   */
  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly string[]>;
  /** The same for those of which nothing is due but their own end, which `claimDue` does not give. */
  claimEnding(now: Date, limit: number, leaseMs: number): Promise<readonly string[]>;
  /** When one of either kind is due next, of those that nobody looks at; null when none is. */
  nextDueAt(now: Date): Promise<Date | null>;
  /** Those of them that there are, and that this release can read; in any order. */
  findAll(orderIds: readonly string[]): Promise<readonly Order[]>;
  /**
   * Appends to each of many orders as `append` does, and gives back its lease: in a few writes, for changes that claim no transaction, no
   * intent and no refund. What another change came before is left out.
   * @returns the ids of those that were written
   */
  appendEndings(endings: readonly Ending[]): Promise<readonly string[]>;
  /** Says that an order was looked at: it is due again at its next moment after `lookedAt`. */
  reschedule(orderId: string, lookedAt: Date): Promise<void>;

  /** For whoever runs the service: what waits for a human, and what the sweep has not got to. */
  standing(now: Date): Promise<Standing>;
  describe(): StoreDescription;
  /** @throws when the store cannot be used now */
  check(): Promise<void>;
}

/** What ends an order. */
export interface Ending {
  readonly order: Order;
  readonly entries: readonly Entry[];
}

export interface StoreDescription {
  readonly kind: 'memory' | 'postgres';
  /** Whether orders survive the process. */
  readonly durable: boolean;
}

export interface TransactionUse {
  readonly orderId: string;
  readonly attemptId: string;
}

export interface OrderQuery extends PageQuery {
  readonly status?: OrderStatus | undefined;
  readonly needsReview?: boolean | undefined;
  readonly reference?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

export class OrderNotFound extends NotFound {
  constructor() {
    super('There is no such order');
  }
}

/** Another change came first. */
export class VersionConflict extends ChangedMeanwhile {
  readonly code = 'order_changed';
  constructor() {
    super('The order was changed by somebody else at the same moment');
  }
}

export class TransactionTaken extends AppError {
  readonly status = 409;
  readonly code = 'transaction_taken';
  constructor(readonly transactionId: string) {
    super(`Transaction ${transactionId} belongs to another payment`);
  }
}

export class IntentTaken extends AppError {
  readonly status = 409;
  readonly code = 'intent_taken';
  constructor() {
    super('The payment intent belongs to another payment');
  }
}
