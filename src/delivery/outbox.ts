import { SECOND, type Clock, type Timers } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import type { ShopEvent } from '../orders/domain/events';
import type { Log } from '../orders/use-cases/payments';
import type { Deliveries, Delivery, Queue } from './deliveries';

/** So soon is found what others left, and what could not be looked for. */
const LOOK_AGAIN_MS = 10 * SECOND;
/** What is due and was not given to us is being given to somebody else. */
const HELD_BY_OTHERS_MS = SECOND;

export interface OutboxOptions {
  readonly queue: Queue;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly mostAtOnce: number;
  /** Longer than one delivery takes: a process that ended in the middle of it leaves it to others, or to its next start. */
  readonly leaseMs: number;
  /** Whether anybody is to be told of it. */
  isWanted(event: ShopEvent): boolean;
  /** Tries once, and keeps what became of it by `end` or `postpone`. */
  deliver(delivery: Delivery): Promise<void>;
}

/** Brings events to whom they concern: each at least once, and none waits for another. */
export class Outbox {
  private readonly works = new Set<Promise<void>>();
  private sending = 0;
  private isStopped = true;
  private isLooking = false;
  private isLookWanted = false;
  /** The earliest moment for which a look is arranged already. */
  private nextLookAt = Infinity;

  constructor(private readonly options: OutboxOptions) {}

  /** Events that have just been written. Never throws: what they tell of has happened. */
  tell(events: readonly ShopEvent[]): void {
    const wanted = events.filter((event) => this.options.isWanted(event));
    if (wanted.length > 0) this.track(this.takeNote(wanted));
  }

  /** Delivers events, again or for the first time, from the start of the schedule. Resolves when that is kept. */
  async deliverAgain(events: readonly ShopEvent[]): Promise<void> {
    await this.options.deliveries.add(events, this.options.clock.now());
    this.look();
  }

  /** What waits, for whoever runs the service. */
  backlog(): Promise<Backlog> {
    return this.options.deliveries.backlog();
  }

  start(): void {
    this.isStopped = false;
    this.look();
  }

  /** Sends nothing new; resolves when what is being sent has come to its end. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.drain();
    if (!this.options.deliveries.isDurable) await this.sayWhatIsLost();
  }

  /** Resolves when nothing is being sent. What waits for another try goes on waiting. */
  async drain(): Promise<void> {
    while (this.works.size > 0) await Promise.all(this.works);
  }

  private async takeNote(events: readonly ShopEvent[]): Promise<void> {
    const { deliveries, clock, log, queue } = this.options;
    try {
      await deliveries.addWritten(events, clock.now());
      this.look();
    } catch (error) {
      log.error({ err: error, kind: queue, count: events.length }, 'events could not be kept for delivery');
    }
  }

  private look(): void {
    this.isLookWanted = true;
    if (!this.isLooking && !this.isStopped) this.track(this.lookWhileWanted());
  }

  private async lookWhileWanted(): Promise<void> {
    this.isLooking = true;
    while (this.isLookWanted && !this.isStopped) {
      this.isLookWanted = false;
      await this.sendDue().catch((error: unknown) => {
        this.options.log.error({ err: error, kind: this.options.queue }, 'events could not be looked for');
        this.lookAfter(LOOK_AGAIN_MS);
      });
    }
    this.isLooking = false;
  }

  private async sendDue(): Promise<void> {
    const { deliveries, clock, mostAtOnce, leaseMs } = this.options;
    const room = mostAtOnce - this.sending;
    if (room <= 0) return; // the first that comes to its end looks again
    const lookedAt = clock.now();
    for (const delivery of await deliveries.claimDue(lookedAt, room, leaseMs)) {
      this.sending += 1;
      this.track(this.send(delivery));
    }
    this.lookAfter(this.pauseUntil(await deliveries.nextDueAt(), lookedAt));
  }

  private pauseUntil(next: Date | null, lookedAt: Date): number {
    if (!next) return LOOK_AGAIN_MS;
    if (next <= lookedAt) return HELD_BY_OTHERS_MS;
    const wait = next.getTime() - this.options.clock.now().getTime();
    return Math.min(Math.max(wait, 1), LOOK_AGAIN_MS);
  }

  private lookAfter(milliseconds: number): void {
    const at = this.options.clock.now().getTime() + milliseconds;
    if (at >= this.nextLookAt) return;
    this.nextLookAt = at;
    this.options.timers.after(milliseconds, () => {
      if (this.nextLookAt === at) this.nextLookAt = Infinity;
      this.look();
    });
  }

  private async send(delivery: Delivery): Promise<void> {
    try {
      await this.options.deliver(delivery);
    } catch (error) {
      this.options.log.error(
        { err: error, kind: this.options.queue, eventId: delivery.event.id },
        'what became of a delivery could not be kept: it is made again',
      );
    }
    this.sending -= 1;
    this.look();
  }

  private async sayWhatIsLost(): Promise<void> {
    const { count } = await this.backlog();
    const { log, queue } = this.options;
    if (count > 0) log.warn({ count, kind: queue }, 'what waits for delivery is lost with this process');
  }

  private track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.works.delete(tracked));
    this.works.add(tracked);
  }
}
