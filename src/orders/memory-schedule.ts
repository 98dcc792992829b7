import { later } from '../clock';
import { nextDueAt } from './due';
import type { Order } from './order';

/** When each order is due to be looked at. Only orders with a coming moment are in it. */
export class MemorySchedule {
  private readonly dueAt = new Map<string, Date>();

  set(order: Order, lookedAt: Date): void {
    const next = nextDueAt(order, lookedAt);
    if (next) this.dueAt.set(order.id, next);
    else this.dueAt.delete(order.id);
  }

  drop(orderId: string): void {
    this.dueAt.delete(orderId);
  }

  claim(now: Date, limit: number, leaseMs: number): readonly string[] {
    const due: string[] = [];
    for (const [orderId, at] of this.dueAt) {
      if (at > now) continue;
      due.push(orderId);
      if (due.length >= limit) break;
    }
    for (const orderId of due) this.dueAt.set(orderId, later(now, leaseMs));
    return due;
  }
}
