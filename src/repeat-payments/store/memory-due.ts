import { later } from '../../kernel/clock';
import { type Backlog, backlogOf } from '../../queue/backlog';
import { nextDueAt, onlyExpires } from '../domain/due';
import type { RepeatPayment } from '../domain/repeat-payment';
import type { DueRepeatPayment } from './store';

interface Slot {
  /** Moments up to here were looked at. */
  readonly lookedAt: Date;
  readonly dueAt: Date | null;
  /** Nothing is due but that nobody agreed to it in time. */
  readonly onlyExpires: boolean;
  /** Nobody else looks before then. */
  readonly leasedUntil: Date | null;
  /** How many looks were asked for, and how many of these were answered. */
  readonly asks: number;
  readonly answered: number;
  /** When the first that is still to be answered was asked for. */
  readonly askedAt: Date | null;
}

/** When each repeat payment is due to be looked at, and who asked for it. */
export class MemoryLooks {
  private readonly slots = new Map<string, Slot>();

  /** It is new or was changed: its moments may be others now. */
  changed(repeatPayment: RepeatPayment): void {
    const slot = this.slots.get(repeatPayment.id) ?? {
      lookedAt: repeatPayment.createdAt,
      leasedUntil: null,
      asks: 0,
      answered: 0,
      askedAt: null,
    };
    this.slots.set(repeatPayment.id, { ...slot, ...dueOf(repeatPayment, slot.lookedAt) });
  }

  ask(id: string, now: Date): boolean {
    const slot = this.slots.get(id);
    if (slot) this.slots.set(id, { ...slot, asks: slot.asks + 1, askedAt: slot.askedAt ?? now });
    return slot !== undefined;
  }

  /** @param asks how many of those that were asked for this look answers */
  lookedAt(repeatPayment: RepeatPayment, asks: number, lookedAt: Date, leasedUntil: Date): void {
    const slot = this.slots.get(repeatPayment.id);
    if (!slot) return;
    const answered = Math.max(slot.answered, asks);
    this.slots.set(repeatPayment.id, {
      ...slot,
      lookedAt,
      ...dueOf(repeatPayment, lookedAt),
      leasedUntil,
      answered,
      askedAt: slot.asks > answered ? lookedAt : null, // it was asked for since the look began
    });
  }

  drop(id: string): void {
    this.slots.delete(id);
  }

  overdue(now: Date): Backlog {
    const due = [...this.slots.values()].filter(({ leasedUntil }) => !leasedUntil || leasedUntil <= now);
    return backlogOf(due.flatMap(({ dueAt }) => (dueAt && dueAt <= now ? [dueAt] : [])));
  }

  asked(): Backlog {
    return backlogOf([...this.slots.values()].flatMap(({ askedAt }) => askedAt ?? []));
  }

  /** Those that were asked for come first, those that only expire last, and of each kind those that have waited longest. */
  claim(now: Date, limit: number, leaseMs: number): readonly DueRepeatPayment[] {
    const due = [...this.slots].flatMap(([id, slot]) => {
      if (slot.leasedUntil && slot.leasedUntil > now) return [];
      const at = slot.asks > slot.answered ? new Date(0) : slot.dueAt;
      return at && at <= now ? [{ id, slot, at }] : [];
    });
    due.sort(
      (one, other) =>
        Number(isIdle(one.slot)) - Number(isIdle(other.slot)) || one.at.getTime() - other.at.getTime(),
    );
    const given = due.slice(0, limit);
    for (const { id, slot } of given) this.slots.set(id, { ...slot, leasedUntil: later(now, leaseMs) });
    return given.map(({ id, slot }) => ({ id, asks: slot.asks, isAsked: slot.asks > slot.answered }));
  }
}

function dueOf(repeatPayment: RepeatPayment, lookedAt: Date): Pick<Slot, 'dueAt' | 'onlyExpires'> {
  const dueAt = nextDueAt(repeatPayment, lookedAt);
  return { dueAt, onlyExpires: dueAt !== null && onlyExpires(repeatPayment, dueAt) };
}

function isIdle({ asks, answered, onlyExpires }: Slot): boolean {
  return onlyExpires && asks <= answered;
}
