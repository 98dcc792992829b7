import { later } from '../kernel/clock';
import type { Kept, Kind, Urgency } from './kind';

interface Slot {
  /** Moments up to here were looked at; a change does not move it, or a moment that has come could be skipped. */
  readonly lookedAt: Date;
  readonly dueAt: Date | null;
  readonly urgency: Urgency;
  /** Nobody else looks before then. */
  readonly leasedUntil: Date | null;
  /** How many looks were asked for, and how many of these were answered. */
  readonly asks: number;
  readonly answered: number;
  /** When the first that is still to be answered was asked for. */
  readonly askedAt: Date | null;
}

export interface Due {
  readonly id: string;
  /** How many looks had been asked for when it was given out. */
  readonly asks: number;
  /** Whether one of them is still to be answered. */
  readonly isAsked: boolean;
}

const RANKS: Readonly<Record<Urgency, number>> = { first: 0, usual: 1, last: 2 };
const AT_ONCE = new Date(0);

/** When each is due to be looked at, and who asked for it. */
export class MemorySchedule<State extends Kept> {
  private readonly slots = new Map<string, Slot>();

  constructor(private readonly kind: Pick<Kind<State, never, never, never>, 'nextDueAt' | 'urgencyOf'>) {}

  /** It is new or was changed: its moments may be others now. */
  changed(state: State): void {
    const slot = this.slots.get(state.id) ?? {
      lookedAt: state.createdAt,
      leasedUntil: null,
      asks: 0,
      answered: 0,
      askedAt: null,
    };
    this.slots.set(state.id, { ...slot, ...this.dueOf(state, slot.lookedAt) });
  }

  ask(id: string, now: Date): boolean {
    const slot = this.slots.get(id);
    if (slot) this.slots.set(id, { ...slot, asks: slot.asks + 1, askedAt: slot.askedAt ?? now });
    return slot !== undefined;
  }

  /** @param asks how many of those that were asked for this look answers */
  lookedAt(state: State, lookedAt: Date, leasedUntil: Date | null, asks = 0): void {
    const slot = this.slots.get(state.id);
    if (!slot) return;
    const answered = Math.max(slot.answered, asks);
    this.slots.set(state.id, {
      ...slot,
      lookedAt,
      ...this.dueOf(state, lookedAt),
      leasedUntil,
      answered,
      askedAt: slot.asks > answered ? lookedAt : null, // it was asked for since the look began
    });
  }

  /** Whoever had it is done with it; what is due stays so. */
  giveBack(id: string): void {
    const slot = this.slots.get(id);
    if (slot) this.slots.set(id, { ...slot, leasedUntil: null });
  }

  drop(id: string): void {
    this.slots.delete(id);
  }

  /** Since when those are due that nobody looks at yet. */
  overdue(now: Date): readonly Date[] {
    const free = [...this.slots.values()].filter((slot) => !isLeased(slot, now));
    return free.flatMap(({ dueAt }) => (dueAt && dueAt <= now ? [dueAt] : []));
  }

  /** Since when looks are asked for that are still to be answered. */
  asked(): readonly Date[] {
    return [...this.slots.values()].flatMap(({ askedAt }) => askedAt ?? []);
  }

  /** Of those that nobody looks at, and of those that were asked for as soon as nobody looks at them any more. */
  nextDueAt(now: Date): Date | null {
    let next: Date | null = null;
    for (const slot of this.slots.values()) {
      const at = nextOf(slot, now);
      if (at && (!next || at < next)) next = at;
    }
    return next;
  }

  /** Those that are due, the most urgent first, and of the same urgency those that have waited longest. */
  claim(
    now: Date,
    limit: number,
    leaseMs: number,
    isWanted: (urgency: Urgency) => boolean = () => true,
  ): readonly Due[] {
    const due = [...this.slots].flatMap(([id, slot]) => {
      const isAsked = slot.asks > slot.answered;
      const urgency: Urgency = isAsked ? 'first' : slot.urgency;
      const at = isAsked ? AT_ONCE : slot.dueAt;
      const isDue = at !== null && at <= now && !isLeased(slot, now) && isWanted(urgency);
      return isDue ? [{ id, slot, isAsked, rank: RANKS[urgency], at }] : [];
    });
    due.sort((one, other) => one.rank - other.rank || one.at.getTime() - other.at.getTime());
    const given = due.slice(0, limit);
    for (const { id, slot } of given) this.slots.set(id, { ...slot, leasedUntil: later(now, leaseMs) });
    return given.map(({ id, slot, isAsked }) => ({ id, asks: slot.asks, isAsked }));
  }

  private dueOf(state: State, lookedAt: Date): Pick<Slot, 'dueAt' | 'urgency'> {
    const dueAt = this.kind.nextDueAt(state, lookedAt);
    return { dueAt, urgency: dueAt ? this.kind.urgencyOf(state, dueAt) : 'usual' };
  }
}

function nextOf(slot: Slot, now: Date): Date | null {
  const isFree = !isLeased(slot, now);
  if (slot.asks > slot.answered) return isFree ? now : slot.leasedUntil;
  return isFree ? slot.dueAt : null;
}

function isLeased({ leasedUntil }: Slot, now: Date): boolean {
  return leasedUntil !== null && leasedUntil > now;
}
