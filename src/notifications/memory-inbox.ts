import { later, type Timers } from '../clock';
import type { Payments } from '../payments/payments';
import type { Inbox, Notice } from './inbox';
import { MOST_WAITING_PER_PAYMENT, PAUSE_MS, RETRY_AFTER_MS } from './pace';
import { workOff } from './work-off';

interface Lane {
  /** By transaction id: a notice that waits stands for all its repeats. */
  readonly waiting: Map<string, { readonly notice: Notice; readonly failures: number }>;
  nextLookAt: Date;
  isScheduled: boolean;
}

/** Notices in this process, for as long as it lives. */
export class MemoryInbox implements Inbox {
  private readonly lanes = new Map<string, Lane>();
  private readonly looks = new Set<Promise<void>>();

  constructor(
    private readonly payments: Payments,
    private readonly timers: Timers,
  ) {}

  accept(notice: Notice): Promise<void> {
    const lane = this.laneOf(notice);
    const key = notice.transactionId ?? '';
    if (lane.waiting.size < MOST_WAITING_PER_PAYMENT || lane.waiting.has(key)) {
      lane.waiting.set(key, { notice, failures: 0 });
    } else {
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
      const [key, { notice, failures }] = first;
      lane.waiting.delete(key);
      lane.nextLookAt = later(this.payments.clock.now(), PAUSE_MS);
      await workOff(this.payments, notice).catch((error: unknown) => this.tryAgain(notice, failures, error));
    }
    lane.isScheduled = false;
    if (lane.waiting.size > 0) this.schedule(attemptId, lane);
    else this.timers.after(PAUSE_MS, () => this.forget(attemptId, lane));
  }

  private forget(attemptId: string, lane: Lane): void {
    if (lane.waiting.size === 0 && !lane.isScheduled && this.lanes.get(attemptId) === lane)
      this.lanes.delete(attemptId);
  }

  private tryAgain(notice: Notice, failures: number, error: unknown): void {
    const { orderId, attemptId, transactionId } = notice;
    const wait = RETRY_AFTER_MS[failures];
    this.payments.log.warn(
      { orderId, attemptId, transactionId, err: error, tries: failures + 1 },
      'a notification could not be worked off',
    );
    if (wait === undefined) return;
    this.timers.after(wait, () => {
      const lane = this.laneOf(notice);
      if (!lane.waiting.has(transactionId ?? ''))
        lane.waiting.set(transactionId ?? '', { notice, failures: failures + 1 });
      this.schedule(attemptId, lane);
    });
  }
}
