import { setImmediate as breathe } from 'node:timers/promises';
import { MINUTE, type Timers } from '../../kernel/clock';
import { DatabaseUnavailable } from '../../postgres/errors';
import { WorkLoop } from '../../queue/loop';
import type { Cause } from '../../ledger/line';
import { linesOf } from '../../ledger/ledger';
import type { Order } from '../domain/order';
import type { Ending } from '../store/store';
import { decidedByTime } from './apply-timeouts';
import type { Payments } from './payments';
import { refreshOrder } from './refresh-order';

const LEASE_MS = MINUTE;
const LOOKS_AT_ONCE = 4;
/** A claim reads all orders that are due. So few, since Blink may be slow: a payment that falls due meanwhile comes before the rest. */
const LOOKS_CLAIMED_TOGETHER = 20;
const ENDINGS_AT_ONCE = 500;

const CAUSE: Cause = { by: 'sweep' };

/**
 * Looks at orders whose time has come: the guarantee behind notifications and returns, which may never arrive. Payments that are under way
 * come first. Orders of which nothing is due but their end are ended many at a time by a loop of their own, without a call to Blink: however
 * many of them there are, no payment waits for them. The one question of this loop is about both, so it wakes the other one.
 * An order that could not be looked at is due again when its lease is over.
 */
export class OrderSweep {
  private readonly looks: WorkLoop<string>;
  private readonly endings: WorkLoop<readonly string[]>;

  constructor(
    private readonly payments: Payments,
    timers: Timers,
  ) {
    const { orders, clock, log } = payments;
    const given = {
      ...{ clock, timers, leaseMs: LEASE_MS },
      onUnasked: (error: unknown) => log.error({ err: error }, 'the sweep could not run'),
    };
    this.endings = new WorkLoop({
      ...given,
      due: { claimDue: (now) => this.claimEndings(now), nextDueAt: () => Promise.resolve(null) },
      mostAtOnce: 1,
      work: (orderIds) => this.end(orderIds),
      onFailure: (_orderIds, error) => given.onUnasked(error),
    });
    this.looks = new WorkLoop({
      ...given,
      due: {
        claimDue: (...asked) => {
          this.endings.wake();
          return orders.claimDue(...asked);
        },
        nextDueAt: (now) => orders.nextDueAt(now),
      },
      mostAtOnce: LOOKS_AT_ONCE,
      claimedTogether: LOOKS_CLAIMED_TOGETHER,
      work: (orderId) => this.lookAt(orderId),
      onFailure: (orderId, error) => this.couldNotLook(orderId, error),
    });
  }

  start(): void {
    this.looks.start();
  }

  wake(): void {
    this.looks.wake();
  }

  /** Claims nothing new; resolves when what is under way has come to its end. */
  async stop(): Promise<void> {
    await Promise.all([this.looks.stop(), this.endings.stop()]);
  }

  /** Resolves when nothing is under way. */
  async drain(): Promise<void> {
    await this.looks.drain();
    await this.endings.drain();
  }

  private async lookAt(orderId: string): Promise<null> {
    const lookedAt = this.payments.clock.now();
    await refreshOrder(this.payments, orderId, CAUSE);
    await this.payments.orders.reschedule(orderId, lookedAt);
    return null;
  }

  private couldNotLook(orderId: string, error: unknown): void {
    this.payments.log.warn({ orderId, err: error }, 'an order could not be looked at and will be again');
  }

  private async claimEndings(now: Date): Promise<readonly (readonly string[])[]> {
    const orderIds = await this.payments.orders.claimEnding(now, ENDINGS_AT_ONCE, LEASE_MS);
    return orderIds.length > 0 ? [orderIds] : [];
  }

  /** Those that were changed meanwhile, or could not be ended with the others, are looked at one by one. */
  private async end(orderIds: readonly string[]): Promise<null> {
    const ended = new Set(await this.endTogether(await this.payments.orders.findAll(orderIds)));
    for (const orderId of orderIds.filter((id) => !ended.has(id)))
      await this.lookAt(orderId).catch((error: unknown) => this.couldNotLook(orderId, error));
    await breathe(); // orders in memory: nobody else would be served meanwhile
    return null;
  }

  /** @returns which were ended */
  private async endTogether(orders: readonly Order[]): Promise<readonly string[]> {
    const now = this.payments.clock.now();
    const endings = orders.flatMap((order) => endingOf(order, now) ?? []);
    if (endings.length === 0) return [];
    try {
      return await this.payments.orders.appendEndings(endings);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      this.payments.log.warn(
        { err: error },
        'orders could not be ended together and are looked at one by one',
      );
      return [];
    }
  }
}

function endingOf(order: Order, now: Date): Ending | null {
  const changes = decidedByTime(order, now);
  if (changes.at(-1)?.type !== 'order_expired') return null;
  return { order, entries: linesOf(order.version, changes, CAUSE, now) };
}
