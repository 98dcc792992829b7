import { MINUTE, SECOND } from '../clock';
import type { Backlog } from '../orders/backlog';
import type { ShopEvent } from '../orders/shop-events';
import type { Delivery } from './deliveries';
import { tryDelivery, type Delivering } from './try-delivery';

/** A shop that answers slowly is not sent more at once than this. */
const MOST_AT_ONCE = 20;
/** Longer than a POST takes: a process that ended in the middle of it leaves it to others, or to its next start. */
const LEASE_MS = MINUTE;
/** So soon is found what others left, and what could not be looked for. */
const LOOK_AGAIN_MS = 10 * SECOND;

/** Delivers events to the shop: one POST each, at least once, and none waits for another. */
export class MerchantEvents {
  private readonly works = new Set<Promise<void>>();
  private sending = 0;
  private isStopped = true;
  private isLooking = false;
  private isLookWanted = false;
  /** The earliest moment for which a look is arranged already. */
  private nextLookAt = Infinity;

  constructor(private readonly delivering: Delivering) {}

  /** Events that have just been written. Never throws: what they tell of has happened. */
  tell(events: readonly ShopEvent[]): void {
    if (events.length === 0) return;
    this.track(
      this.deliverAgain(events).catch((error: unknown) => {
        this.delivering.log.error(
          { err: error, count: events.length },
          'events could not be kept for delivery: the shop finds them in the feed',
        );
      }),
    );
  }

  /** Sends events, again or for the first time, from the start of the schedule. Resolves when that is kept. */
  async deliverAgain(events: readonly ShopEvent[]): Promise<void> {
    await this.delivering.deliveries.add(events, this.delivering.clock.now());
    this.look();
  }

  start(): void {
    this.isStopped = false;
    this.look();
  }

  /** Sends nothing new; resolves when what is being sent has come to its end. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.drain();
  }

  /** Resolves when nothing is being sent. What waits for another try goes on waiting. */
  async drain(): Promise<void> {
    while (this.works.size > 0) await Promise.all(this.works);
  }

  /** What the shop has not taken yet. */
  backlog(): Promise<Backlog> {
    return this.delivering.deliveries.backlog();
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
        this.delivering.log.error({ err: error }, 'events could not be looked for');
        this.lookAfter(LOOK_AGAIN_MS);
      });
    }
    this.isLooking = false;
  }

  private async sendDue(): Promise<void> {
    const { deliveries, clock } = this.delivering;
    const room = MOST_AT_ONCE - this.sending;
    if (room <= 0) return; // the first that comes to its end looks again
    for (const delivery of await deliveries.claimDue(clock.now(), room, LEASE_MS)) {
      this.sending += 1;
      this.track(this.send(delivery));
    }
    const next = await deliveries.nextDueAt();
    const wait = next ? next.getTime() - clock.now().getTime() : LOOK_AGAIN_MS;
    this.lookAfter(Math.min(Math.max(wait, 1), LOOK_AGAIN_MS));
  }

  private lookAfter(milliseconds: number): void {
    const at = this.delivering.clock.now().getTime() + milliseconds;
    if (at >= this.nextLookAt) return;
    this.nextLookAt = at;
    this.delivering.timers.after(milliseconds, () => {
      if (this.nextLookAt === at) this.nextLookAt = Infinity;
      this.look();
    });
  }

  private async send(delivery: Delivery): Promise<void> {
    try {
      await tryDelivery(this.delivering, delivery);
    } catch (error) {
      this.delivering.log.error(
        { err: error, eventId: delivery.event.id },
        'what became of a delivery could not be kept: it is made again',
      );
    }
    this.sending -= 1;
    this.look();
  }

  private track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.works.delete(tracked));
    this.works.add(tracked);
  }
}
