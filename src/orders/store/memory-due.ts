import { later } from '../../kernel/clock';
import { type Backlog, backlogOf } from '../../queue/backlog';
import { isOnlyEnding, nextDueAt } from '../domain/due';
import type { Order } from '../domain/order';
import { statusOf } from '../domain/status';

interface Slot {
  /** A payment of it is under way. */
  readonly isInFlight: boolean;
  /** Nothing is due but its own end. */
  readonly isOnlyEnding: boolean;
  /** Moments up to here were looked at; a change of the order does not move it, or a moment that has come could be skipped. */
  readonly lookedAt: Date;
  readonly dueAt: Date | null;
  readonly leasedUntil: Date | null;
}

interface Due {
  readonly orderId: string;
  readonly slot: Slot;
  readonly dueAt: Date;
}

/** When each order is due to be looked at. */
export class MemorySchedule {
  private readonly slots = new Map<string, Slot>();

  /** The order is new or was changed: its moments may be others now. */
  changed(order: Order): void {
    const { lookedAt, leasedUntil } = this.slots.get(order.id) ?? {
      lookedAt: order.createdAt,
      leasedUntil: null,
    };
    this.slots.set(order.id, slotOf(order, lookedAt, leasedUntil));
  }

  lookedAt(order: Order, lookedAt: Date): void {
    this.slots.set(order.id, slotOf(order, lookedAt, null));
  }

  /** Whoever had it is done with it; what is due stays so. */
  giveBack(orderId: string): void {
    const slot = this.slots.get(orderId);
    if (slot) this.slots.set(orderId, { ...slot, leasedUntil: null });
  }

  drop(orderId: string): void {
    this.slots.delete(orderId);
  }

  /** Those with a payment under way come first, and of each kind those that have waited longest. */
  claim(now: Date, limit: number, leaseMs: number): readonly string[] {
    const due = this.due(now).filter(({ slot }) => !slot.isOnlyEnding);
    return this.give(due.sort(inFlightThenLongest), now, limit, leaseMs);
  }

  claimEnding(now: Date, limit: number, leaseMs: number): readonly string[] {
    const due = this.due(now).filter(({ slot }) => slot.isOnlyEnding);
    return this.give(due.sort(inFlightThenLongest), now, limit, leaseMs);
  }

  private give(due: readonly Due[], now: Date, limit: number, leaseMs: number): readonly string[] {
    const given = due.slice(0, limit);
    for (const { orderId, slot } of given) {
      this.slots.set(orderId, { ...slot, leasedUntil: later(now, leaseMs) });
    }
    return given.map(({ orderId }) => orderId);
  }

  overdue(now: Date): Backlog {
    return backlogOf(this.due(now).map(({ dueAt }) => dueAt));
  }

  private due(now: Date): Due[] {
    const due: Due[] = [];
    for (const [orderId, slot] of this.slots) {
      const { dueAt, leasedUntil } = slot;
      if (dueAt && dueAt <= now && (!leasedUntil || leasedUntil <= now)) due.push({ orderId, slot, dueAt });
    }
    return due;
  }
}

function slotOf(order: Order, lookedAt: Date, leasedUntil: Date | null): Slot {
  const dueAt = nextDueAt(order, lookedAt);
  return {
    isInFlight: statusOf(order) === 'processing',
    isOnlyEnding: dueAt !== null && isOnlyEnding(order, dueAt),
    lookedAt,
    dueAt,
    leasedUntil,
  };
}

function inFlightThenLongest(one: Due, other: Due): number {
  return (
    Number(other.slot.isInFlight) - Number(one.slot.isInFlight) || one.dueAt.getTime() - other.dueAt.getTime()
  );
}
