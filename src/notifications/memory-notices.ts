import { later } from '../kernel/clock';
import { type Backlog, backlogOf } from '../queue/backlog';
import { DueTimes } from '../queue/due-times';
import type { AttemptReference } from '../orders/use-cases/verify';
import type { Notice, Notices, TakenNotice } from './notices';
import { NoticesOfPayment } from './per-payment-queue';
import { PAUSE_MS } from './retry-schedule';

/** Notices in this process, for as long as it lives. */
export class MemoryNotices implements Notices {
  /** By attempt, and so is everything here. */
  private readonly waiting = new Map<string, NoticesOfPayment>();
  private readonly due = new DueTimes();
  /** Before this moment nobody looks at the payment again. Each lasts as long as any other, so those in front end first. */
  private readonly pauses = new Map<string, Date>();

  keep(notices: readonly Notice[], now: Date): Promise<readonly AttemptReference[]> {
    const crowded = notices.filter((notice) => {
      const ofPayment = this.waiting.get(notice.attemptId) ?? new NoticesOfPayment();
      const isKept = ofPayment.accept(notice, now);
      this.changed(notice.attemptId, ofPayment);
      return !isKept;
    });
    return Promise.resolve(crowded);
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly TakenNotice[]> {
    this.endPauses(now);
    const claimed: TakenNotice[] = [];
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

  done(taken: TakenNotice): Promise<void> {
    return this.settle(taken, null);
  }

  postpone(taken: TakenNotice, again: Date | null): Promise<void> {
    return this.settle(taken, again);
  }

  nextDueAt(): Promise<Date | null> {
    return Promise.resolve(this.due.next());
  }

  backlog(): Promise<Backlog> {
    return Promise.resolve(backlogOf([...this.waiting.values()].flatMap((each) => each.waitingSince())));
  }

  private settle(taken: TakenNotice, again: Date | null): Promise<void> {
    const { attemptId } = taken.notice;
    const ofPayment = this.waiting.get(attemptId);
    ofPayment?.settle(taken, again);
    if (ofPayment) this.changed(attemptId, ofPayment);
    return Promise.resolve();
  }

  private changed(attemptId: string, ofPayment: NoticesOfPayment): void {
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
