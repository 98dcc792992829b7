import type { Notice } from './inbox';
import { MOST_WAITING_PER_PAYMENT } from './retry-schedule';

/** A notice in the memory of this process. */
export interface KeptNotice {
  readonly notice: Notice;
  /** The last word of it: it is tried for so long from here. */
  readonly receivedAt: Date;
  /** The first word of it that nothing has settled yet. */
  readonly waitsSince: Date;
  readonly failures: number;
}

/** The notices of one payment, by transaction id: one that waits stands for all its repeats. */
export class NoticeLane {
  nextLookAt = new Date(0);
  isScheduled = false;
  private readonly waiting = new Map<string, KeptNotice>();
  private readonly putOff = new Map<string, KeptNotice>();
  private looked: KeptNotice | null = null;

  /** @returns false when too many wait already: then it is left out */
  accept(notice: Notice, now: Date): boolean {
    const key = keyOf(notice);
    const isNew = !this.waiting.has(key) && !this.putOff.has(key);
    if (isNew && this.waiting.size + this.putOff.size >= MOST_WAITING_PER_PAYMENT) return false;
    const waitsSince = this.waiting.get(key)?.waitsSince ?? now;
    this.waiting.set(key, { notice, receivedAt: now, waitsSince, failures: 0 });
    return true;
  }

  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** Nothing in it, and nobody at work on it. */
  get isOver(): boolean {
    return this.unsettled().length === 0 && !this.isScheduled;
  }

  unsettled(): readonly KeptNotice[] {
    return [...this.waiting.values(), ...this.putOff.values(), ...(this.looked ? [this.looked] : [])];
  }

  /** The one that waits longest; it is being looked at until it is settled or put off. */
  takeNext(): KeptNotice | null {
    const [next] = this.waiting.values();
    if (!next) return null;
    this.waiting.delete(keyOf(next.notice));
    this.looked = next;
    return next;
  }

  /** A look has answered it, and what was put off of the same. */
  settle({ notice }: KeptNotice): void {
    this.looked = null;
    this.putOff.delete(keyOf(notice));
  }

  /** It was tried for long enough. */
  giveUp(): void {
    this.looked = null;
  }

  /** It takes the place of what was put off of the same. */
  putOffLooked(looked: KeptNotice): KeptNotice {
    const key = keyOf(looked.notice);
    const kept = { ...looked, waitsSince: this.putOff.get(key)?.waitsSince ?? looked.waitsSince };
    this.looked = null;
    this.putOff.set(key, kept);
    return kept;
  }

  /** @returns false when it was settled meanwhile, or fresh word of the same was put off in its place */
  tryAgain(kept: KeptNotice): boolean {
    const key = keyOf(kept.notice);
    if (this.putOff.get(key) !== kept) return false;
    this.putOff.delete(key);
    const twin = this.waiting.get(key);
    this.waiting.set(key, twin ? { ...twin, waitsSince: kept.waitsSince } : kept);
    return true;
  }
}

function keyOf({ transactionId }: Notice): string {
  return transactionId ?? '';
}
