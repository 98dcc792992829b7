import { MINUTE, type Timers } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import { WorkLoop } from '../queue/loop';
import type { Payments } from '../orders/use-cases/payments';
import { GatheredWrites } from './gathered-writes';
import { processNotification } from './process-notification';
import { nextTryAt } from './retry-schedule';
import type { Notification, NotificationStore, ClaimedNotification } from './store';

const LOOKS_AT_ONCE = 8;
/** No look takes so long: after this its process counts as lost, and another looks. */
const LEASE_MS = 3 * MINUTE;

/**
 * What becomes of a notification. When it comes: refused, since it knows no capability of ours; received; not kept, so that it is to be sent
 * again. Afterwards: left out, since too many wait for its payment; worked off; put off until later; given up.
 */
export type NotificationOutcome =
  'refused' | 'received' | 'not_kept' | 'left_out' | 'worked_off' | 'put_off' | 'given_up';

/** Is told of each, for counting. */
export type OnNotification = (fate: NotificationOutcome) => void;

/** What lies between the answer to a notification and the look at its payment. */
export class Inbox {
  private readonly writes: GatheredWrites<Notification>;
  private readonly loop: WorkLoop<ClaimedNotification>;

  constructor(
    private readonly notices: NotificationStore,
    private readonly payments: Payments,
    timers: Timers,
    private readonly onNotice: OnNotification = () => undefined,
  ) {
    const { clock, log } = payments;
    this.writes = new GatheredWrites((batch) => this.keep(batch));
    this.loop = new WorkLoop({
      ...{ due: notices, clock, timers, mostAtOnce: LOOKS_AT_ONCE, leaseMs: LEASE_MS },
      work: (taken) => this.look(taken),
      onFailure: ({ notice: { orderId, attemptId } }, error) =>
        log.error({ orderId, attemptId, err: error }, 'what became of a notification could not be kept'),
      onUnasked: (error) => log.error({ err: error }, 'notifications could not be taken up'),
    });
  }

  /**
   * Resolves when the notice is kept by whatever keeps notices here.
   * @throws DatabaseUnavailable when it could not be kept: then the sender must not hear that it was
   */
  async accept(notice: Notification): Promise<void> {
    try {
      await this.writes.add(notice);
    } catch (error) {
      this.onNotice('not_kept');
      throw error;
    }
    this.onNotice('received');
  }

  /** Begins to work off what this process did not accept itself: what others accepted, and what was left by one that ended. */
  start(): void {
    this.loop.start();
  }

  /** Takes on nothing new by itself; resolves when nothing is being worked on. What still waits is left to whoever starts next. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Resolves when nothing is being worked on. */
  drain(): Promise<void> {
    return this.loop.drain();
  }

  /** What is still to be worked off, wherever it was accepted. */
  backlog(): Promise<Backlog> {
    return this.notices.backlog();
  }

  private async keep(batch: readonly Notification[]): Promise<void> {
    const crowded = await this.notices.keep(batch, this.payments.clock.now());
    this.loop.wake();
    for (const { orderId, attemptId } of crowded) {
      this.onNotice('left_out');
      this.payments.log.warn({ orderId, attemptId }, 'too many notifications wait for one payment');
    }
  }

  private async look(taken: ClaimedNotification): Promise<Date | null> {
    try {
      const next = await processNotification(this.payments, taken.notice);
      if (next) await this.writes.add(next);
    } catch (error) {
      return this.putOff(taken, error);
    }
    await this.notices.done(taken, this.payments.clock.now());
    this.onNotice('worked_off');
    return null;
  }

  private async putOff(taken: ClaimedNotification, error: unknown): Promise<Date | null> {
    const { clock, log } = this.payments;
    const { notice, tries, receivedAt } = taken;
    const { orderId, attemptId, transactionId } = notice;
    const now = clock.now();
    const again = nextTryAt(tries, receivedAt, now);
    const data = { orderId, attemptId, transactionId, err: error, failures: tries };
    if (again) log.warn(data, 'a notification could not be worked off');
    else log.error(data, 'a notification was given up');
    await this.notices.postpone(taken, again, error instanceof Error ? error.name : 'unknown', now);
    this.onNotice(again ? 'put_off' : 'given_up');
    return again;
  }
}
