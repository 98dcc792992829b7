import { later } from '../kernel/clock';
import { type Backlog, backlogOf } from '../queue/backlog';
import { DueTimes } from '../queue/due-times';
import type { AttemptReference } from '../orders/use-cases/verify';
import { PerPaymentQueue } from './per-payment-queue';
import { PAUSE_MS } from './retry-schedule';
import type { Notification, NotificationStore, ClaimedNotification } from './store';

/** Notices in this process, for as long as it lives. */
export class MemoryNotificationStore implements NotificationStore {
  /** By attempt, and so is everything here. */
  private readonly waiting = new Map<string, PerPaymentQueue>();
  private readonly due = new DueTimes();
  /** Before this moment nobody looks at the payment again. Each lasts as long as any other, so those in front end first. */
  private readonly pauses = new Map<string, Date>();

  keep(notices: readonly Notification[], now: Date): Promise<readonly AttemptReference[]> {
    const crowded = notices.filter((notice) => {
      const ofPayment = this.waiting.get(notice.attemptId) ?? new PerPaymentQueue();
      const isKept = ofPayment.accept(notice, now);
      this.changed(notice.attemptId, ofPayment);
      return !isKept;
    });
    return Promise.resolve(crowded);
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly ClaimedNotification[]> {
    this.endPauses(now);
    const claimed: ClaimedNotification[] = [];
    while (claimed.length < limit) {
      const attemptId = this.due.take(now);
      const ofPayment = attemptId !== null && this.waiting.get(attemptId);
      if (!ofPayment) break;
      const taken = ofPayment.take(now, later(now, leaseMs));
      if (taken) {
        claimed.push(taken);
        this.pauses.set(attemptId, later(now, PAUSE_MS));
      }
      this.changed(attemptId, ofPayment);
    }
    return Promise.resolve(claimed);
  }

  done(taken: ClaimedNotification): Promise<void> {
    return this.settle(taken, null);
  }

  postpone(taken: ClaimedNotification, again: Date | null): Promise<void> {
    return this.settle(taken, again);
  }

  nextDueAt(): Promise<Date | null> {
    return Promise.resolve(this.due.next());
  }

  backlog(): Promise<Backlog> {
    return Promise.resolve(backlogOf([...this.waiting.values()].flatMap((each) => each.waitingSince())));
  }

  private settle(taken: ClaimedNotification, again: Date | null): Promise<void> {
    const { attemptId } = taken.notice;
    const ofPayment = this.waiting.get(attemptId);
    ofPayment?.settle(taken, again);
    if (ofPayment) this.changed(attemptId, ofPayment);
    return Promise.resolve();
  }

  private changed(attemptId: string, ofPayment: PerPaymentQueue): void {
    const dueAt = ofPayment.dueAt(this.pauses.get(attemptId));
    if (dueAt) {
      this.waiting.set(attemptId, ofPayment);
      this.due.set(attemptId, dueAt);
    } else {
      this.waiting.delete(attemptId);
      this.due.delete(attemptId);
    }
  }

  private endPauses(now: Date): void {
    for (const [attemptId, until] of this.pauses) {
      if (until > now) return;
      this.pauses.delete(attemptId);
    }
  }
}
