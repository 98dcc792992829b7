import { later } from '../clock';
import { type Backlog, backlogOf } from './backlog';
import { nextDueAt } from './due';
import type { Order } from './order';

interface Slot {
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
    this.slots.set(order.id, { lookedAt, dueAt: nextDueAt(order, lookedAt), leasedUntil });
  }

  lookedAt(order: Order, lookedAt: Date): void {
    this.slots.set(order.id, { lookedAt, dueAt: nextDueAt(order, lookedAt), leasedUntil: null });
  }

  drop(orderId: string): void {
    this.slots.delete(orderId);
  }

  /** Those that have waited longest come first. */
  claim(now: Date, limit: number, leaseMs: number): readonly string[] {
    const due = this.due(now).sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
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
