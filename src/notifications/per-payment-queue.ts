import { MOST_WAITING_PER_PAYMENT } from './retry-schedule';
import type { Notification, ClaimedNotification } from './store';

interface KeptNotice extends ClaimedNotification {
  /** The first word of it that nothing has settled yet; it is tried for so long from the last, `receivedAt`. */
  readonly waitsSince: Date;
  readonly dueAt: Date;
}

/** The notices of one payment in the memory of this process, by transaction id: one that waits stands for all its repeats. */
export class PerPaymentQueue {
  private readonly waiting = new Map<string, KeptNotice>();
  /** By id. Somebody looks into each until its `dueAt`; after that this look counts as lost. */
  private readonly looked = new Map<number, KeptNotice>();
  private received = 0;

  /** @returns false when too many wait already: then it is left out */
  accept(notice: Notification, now: Date): boolean {
    const key = keyOf(notice);
    const twin = this.waiting.get(key);
    if (!twin && this.waiting.size >= MOST_WAITING_PER_PAYMENT) return false;
    this.received += 1;
    const kept = { id: this.received, notice, tries: 0, receivedAt: now, dueAt: now };
    this.waiting.set(key, { ...kept, waitsSince: twin?.waitsSince ?? now });
    return true;
  }

  /** The one that waits longest of those that are due; it is being looked into until it is settled. */
  take(now: Date, leasedUntil: Date): ClaimedNotification | null {
    for (const lost of [...this.looked.values()].filter(({ dueAt }) => dueAt <= now)) this.settle(lost, now);
    const next = [...this.waiting.values()].find(({ dueAt }) => dueAt <= now);
    if (!next) return null;
    this.waiting.delete(keyOf(next.notice));
    const taken = { ...next, tries: next.tries + 1, dueAt: leasedUntil };
    this.looked.set(taken.id, taken);
    return taken;
  }

  /** @param again when the look was in vain: the next time to try */
  settle({ id }: ClaimedNotification, again: Date | null): void {
    const looked = this.looked.get(id);
    this.looked.delete(id);
    if (!looked || !again) return;
    const key = keyOf(looked.notice);
    const twin = this.waiting.get(key);
    const { waitsSince } = looked;
    this.waiting.set(key, twin ? { ...twin, waitsSince } : { ...looked, dueAt: again }); // fresh word of the same takes its place
  }

  /** When the next may be taken; null when there is none. */
  dueAt(pausedUntil = new Date(0)): Date | null {
    const moments = this.unsettled().map(({ dueAt }) => dueAt.getTime());
    return moments.length > 0 ? new Date(Math.max(Math.min(...moments), pausedUntil.getTime())) : null;
  }

  waitingSince(): readonly Date[] {
    return this.unsettled().map(({ waitsSince }) => waitsSince);
  }

  private unsettled(): readonly KeptNotice[] {
    return [...this.waiting.values(), ...this.looked.values()];
  }
}

function keyOf({ transactionId }: Notification): string {
  return transactionId ?? '';
}
