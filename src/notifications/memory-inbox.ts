import { later, type Timers } from '../clock';
import { type Backlog, backlogOf } from '../orders/backlog';
import type { Payments } from '../payments/payments';
import type { Inbox, Notice, OnNotice } from './inbox';
import { MOST_WAITING_PER_PAYMENT, PAUSE_MS, RETRY_AFTER_MS } from './pace';
import { workOff } from './work-off';

interface Kept {
  readonly notice: Notice;
  readonly receivedAt: Date;
  readonly failures: number;
}

interface Lane {
  /** By transaction id: a notice that waits stands for all its repeats. */
  readonly waiting: Map<string, Kept>;
  nextLookAt: Date;
  isScheduled: boolean;
}

/** Notices in this process, for as long as it lives. */
export class MemoryInbox implements Inbox {
  private readonly lanes = new Map<string, Lane>();
  private readonly looks = new Set<Promise<void>>();
  /** What waits, what is being looked at, and what waits to be tried again. */
  private readonly unsettled = new Set<Kept>();

  constructor(
    private readonly payments: Payments,
    private readonly timers: Timers,
    private readonly onNotice: OnNotice = () => undefined,
  ) {}

  accept(notice: Notice): Promise<void> {
    this.onNotice('received');
    const lane = this.laneOf(notice);
    const key = notice.transactionId ?? '';
    const twin = lane.waiting.get(key);
    if (twin || lane.waiting.size < MOST_WAITING_PER_PAYMENT) {
      const receivedAt = twin?.receivedAt ?? this.payments.clock.now();
      this.wait(lane, { notice, receivedAt, failures: 0 });
    } else {
      this.onNotice('left_out');
      this.payments.log.warn(
        { orderId: notice.orderId, attemptId: notice.attemptId },
        'too many notifications wait for one payment',
      );
    }
    this.schedule(notice.attemptId, lane);
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
    return Promise.resolve(backlogOf([...this.unsettled].map(({ receivedAt }) => receivedAt)));
  }

  /** It takes the place of its twin, where one waits. */
  private wait(lane: Lane, kept: Kept): void {
    const key = kept.notice.transactionId ?? '';
    const twin = lane.waiting.get(key);
    if (twin) this.unsettled.delete(twin);
    this.unsettled.add(kept);
    lane.waiting.set(key, kept);
  }

  private laneOf({ attemptId }: Notice): Lane {
    const lane = this.lanes.get(attemptId) ?? {
      waiting: new Map(),
      nextLookAt: new Date(0),
      isScheduled: false,
    };
    this.lanes.set(attemptId, lane);
    return lane;
  }

  private schedule(attemptId: string, lane: Lane): void {
    if (lane.isScheduled) return;
    lane.isScheduled = true;
    const wait = lane.nextLookAt.getTime() - this.payments.clock.now().getTime();
    if (wait <= 0) this.startLook(attemptId, lane);
    else this.timers.after(wait, () => this.startLook(attemptId, lane));
  }

  private startLook(attemptId: string, lane: Lane): void {
    const look = this.look(attemptId, lane).finally(() => this.looks.delete(look));
    this.looks.add(look);
  }

  private async look(attemptId: string, lane: Lane): Promise<void> {
    const [first] = lane.waiting;
    if (first) {
      const [key, kept] = first;
      lane.waiting.delete(key);
      lane.nextLookAt = later(this.payments.clock.now(), PAUSE_MS);
      await this.workOff(kept);
    }
    lane.isScheduled = false;
    if (lane.waiting.size > 0) this.schedule(attemptId, lane);
    else this.timers.after(PAUSE_MS, () => this.forget(attemptId, lane));
  }

  private async workOff(kept: Kept): Promise<void> {
    try {
      await workOff(this.payments, kept.notice);
      this.unsettled.delete(kept);
      this.onNotice('worked_off');
    } catch (error) {
      this.tryAgain(kept, error);
    }
  }

  private forget(attemptId: string, lane: Lane): void {
    if (lane.waiting.size === 0 && !lane.isScheduled && this.lanes.get(attemptId) === lane)
      this.lanes.delete(attemptId);
  }

  private tryAgain(kept: Kept, error: unknown): void {
    const { orderId, attemptId, transactionId } = kept.notice;
    const wait = RETRY_AFTER_MS[kept.failures];
    this.onNotice(wait === undefined ? 'given_up' : 'put_off');
    this.payments.log.warn(
      { orderId, attemptId, transactionId, err: error, tries: kept.failures + 1 },
      'a notification could not be worked off',
    );
    if (wait === undefined) {
      this.unsettled.delete(kept);
      return;
    }
    this.timers.after(wait, () => {
      this.unsettled.delete(kept);
      const lane = this.laneOf(kept.notice);
      if (!lane.waiting.has(transactionId ?? '')) this.wait(lane, { ...kept, failures: kept.failures + 1 });
      this.schedule(attemptId, lane);
    });
  }
}
