import { later, type Timers } from '../kernel/clock';
import { type Backlog, backlogOf } from '../queue/backlog';
import type { Payments } from '../orders/use-cases/payments';
import type { Inbox, Notice, OnNotice } from './inbox';
import { type KeptNotice, NoticeLane } from './per-payment-queue';
import { nextTryAt, PAUSE_MS } from './retry-schedule';
import { workOff } from './process-notification';

/** Notices in this process, for as long as it lives. */
export class MemoryInbox implements Inbox {
  /** By attempt. */
  private readonly lanes = new Map<string, NoticeLane>();
  private readonly looks = new Set<Promise<void>>();

  constructor(
    private readonly payments: Payments,
    private readonly timers: Timers,
    private readonly onNotice: OnNotice = () => undefined,
  ) {}

  accept(notice: Notice): Promise<void> {
    this.onNotice('received');
    const { orderId, attemptId } = notice;
    const lane = this.laneOf(attemptId);
    if (!lane.accept(notice, this.payments.clock.now())) {
      this.onNotice('left_out');
      this.payments.log.warn({ orderId, attemptId }, 'too many notifications wait for one payment');
    }
    this.schedule(attemptId, lane);
    return Promise.resolve();
  }

  start(): void {
    // all that there is came from this process
  }

  stop(): Promise<void> {
    return this.drain();
  }

  async drain(): Promise<void> {
    while (this.looks.size > 0) await Promise.all(this.looks);
  }

  backlog(): Promise<Backlog> {
    const unsettled = [...this.lanes.values()].flatMap((lane) => lane.unsettled());
    return Promise.resolve(backlogOf(unsettled.map(({ waitsSince }) => waitsSince)));
  }

  private laneOf(attemptId: string): NoticeLane {
    const lane = this.lanes.get(attemptId) ?? new NoticeLane();
    this.lanes.set(attemptId, lane);
    return lane;
  }

  private schedule(attemptId: string, lane: NoticeLane): void {
    if (lane.isScheduled || !lane.isWaiting) return;
    lane.isScheduled = true;
    const wait = lane.nextLookAt.getTime() - this.payments.clock.now().getTime();
    if (wait <= 0) this.startLook(attemptId, lane);
    else this.timers.after(wait, () => this.startLook(attemptId, lane));
  }

  private startLook(attemptId: string, lane: NoticeLane): void {
    const look = this.look(attemptId, lane).finally(() => this.looks.delete(look));
    this.looks.add(look);
  }

  private async look(attemptId: string, lane: NoticeLane): Promise<void> {
    const next = lane.takeNext();
    lane.nextLookAt = later(this.payments.clock.now(), PAUSE_MS);
    if (next) await this.workOff(lane, next);
    lane.isScheduled = false;
    if (lane.isWaiting) this.schedule(attemptId, lane);
    else this.timers.after(PAUSE_MS, () => this.forget(attemptId, lane));
  }

  private async workOff(lane: NoticeLane, kept: KeptNotice): Promise<void> {
    try {
      const next = await workOff(this.payments, kept.notice);
      lane.settle(kept);
      if (next) lane.accept(next, this.payments.clock.now());
      this.onNotice('worked_off');
    } catch (error) {
      this.putOff(lane, { ...kept, failures: kept.failures + 1 }, error);
    }
  }

  private putOff(lane: NoticeLane, failed: KeptNotice, error: unknown): void {
    const { notice, failures, receivedAt } = failed;
    const { orderId, attemptId, transactionId } = notice;
    const { clock, log } = this.payments;
    const data = { orderId, attemptId, transactionId, err: error, failures };
    const now = clock.now();
    const again = nextTryAt(failures, receivedAt, now);
    if (again) {
      const kept = lane.putOffLooked(failed);
      log.warn(data, 'a notification could not be worked off');
      this.timers.after(again.getTime() - now.getTime(), () => {
        if (lane.tryAgain(kept)) this.schedule(attemptId, lane);
      });
    } else {
      lane.giveUp();
      log.error(data, 'a notification was given up');
    }
    this.onNotice(again ? 'put_off' : 'given_up');
  }

  private forget(attemptId: string, lane: NoticeLane): void {
    if (lane.isOver && this.lanes.get(attemptId) === lane) this.lanes.delete(attemptId);
  }
}
