import type { Clock, Timers } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import { WorkLoop } from '../queue/loop';
import type { ShopEvent } from '../orders/domain/events';
import type { Deliveries, Delivery, Queue } from './deliveries';
import type { Log } from '../kernel/log';

/** What every outbox needs. */
export interface Bringing {
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

export interface OutboxOptions extends Bringing {
  readonly queue: Queue;
  readonly mostAtOnce: number;
  readonly leaseMs: number;
  /** Whether anybody is to be told of it. */
  isWanted(event: ShopEvent): boolean;
  /** Tries once. @returns when to try again; null when it came to its end, well or not */
  deliver(delivery: Delivery): Promise<Date | null>;
}

/** Brings events to whom they concern: each at least once, and none waits for another. */
export class Outbox {
  private readonly loop: WorkLoop<Delivery>;
  private readonly notes = new Set<Promise<void>>();
  private isStarted = false;

  constructor(private readonly options: OutboxOptions) {
    const { queue: kind, deliveries, clock, timers, log, mostAtOnce, leaseMs } = options;
    this.loop = new WorkLoop({
      ...{ due: deliveries, clock, timers, mostAtOnce, leaseMs },
      work: (delivery) => this.deliver(delivery),
      onFailure: ({ event }, error) =>
        log.error(
          { err: error, kind, eventId: event.id },
          'what became of a delivery could not be kept: it is made again',
        ),
      onUnasked: (error) => log.error({ err: error, kind }, 'events could not be looked for'),
    });
  }

  /** Events that have just been written. Never throws: what they tell of has happened. */
  tell(events: readonly ShopEvent[]): void {
    const wanted = events.filter((event) => this.options.isWanted(event));
    if (wanted.length === 0) return;
    const note: Promise<void> = this.takeNote(wanted).finally(() => this.notes.delete(note));
    this.notes.add(note);
  }

  /** Delivers events, again or for the first time, from the start of the schedule. Resolves when that is kept. */
  async deliverAgain(events: readonly ShopEvent[]): Promise<void> {
    await this.options.deliveries.add(events, this.options.clock.now());
    this.wake();
  }

  /** What waits, for whoever runs the service. */
  backlog(): Promise<Backlog> {
    return this.options.deliveries.backlog();
  }

  start(): void {
    this.isStarted = true;
    this.loop.start();
  }

  /** Sends nothing new; resolves when what is being sent has come to its end. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await this.drain();
    if (!this.options.deliveries.isDurable) await this.sayWhatIsLost();
  }

  /** Resolves when nothing is being sent. What waits for another try goes on waiting. */
  async drain(): Promise<void> {
    await Promise.all(this.notes);
    await this.loop.drain();
  }

  private async deliver(delivery: Delivery): Promise<Date | null> {
    const { deliveries } = this.options;
    const again = await this.options.deliver(delivery);
    if (again) await deliveries.postpone(delivery, again);
    else await deliveries.done(delivery);
    return again;
  }

  private async takeNote(events: readonly ShopEvent[]): Promise<void> {
    const { deliveries, clock, log, queue } = this.options;
    try {
      await deliveries.addWritten(events, clock.now());
      this.wake();
    } catch (error) {
      log.error({ err: error, kind: queue, count: events.length }, 'events could not be kept for delivery');
    }
  }

  private wake(): void {
    if (this.isStarted) this.loop.wake();
  }

  private async sayWhatIsLost(): Promise<void> {
    const { count } = await this.backlog();
    const { log, queue } = this.options;
    if (count > 0) log.warn({ count, kind: queue }, 'what waits for delivery is lost with this process');
  }
}
