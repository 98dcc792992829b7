import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../kernel/clock';
import type { Lifetime } from '../lifetime';
import type { Switches } from '../settings';
import type { StatusChange } from '../transactions/ledger';
import { send, type Attempt } from './delivery';
import { contentOf, type Content } from './notification-body';

export interface Notification extends Content {
  readonly id: number;
  /** Null for a forged one. */
  readonly transactionId: string | null;
  readonly status: string;
  readonly to: string;
  /** One for each time it was sent, in order. */
  readonly attempts: readonly Attempt[];
}

interface Kept extends Notification {
  readonly attempts: Attempt[];
}

export interface Forgery extends Partial<Content> {
  readonly to: string;
  readonly body: string;
}

/** Tells the shop about each status change: in order for one transaction, as long as the switches do not say otherwise. */
export class Notifications {
  readonly #clock: Clock;
  readonly #switches: Switches;
  readonly #lifetime: Lifetime;
  readonly #all: Kept[] = [];
  readonly #underWay = new Set<Promise<void>>();
  /** The last delivery of each address, which the next one waits for. */
  readonly #lastTo = new Map<string, Promise<void>>();
  #waitsForTheNext: Kept | null = null;

  constructor(clock: Clock, switches: Switches, lifetime: Lifetime) {
    this.#clock = clock;
    this.#switches = switches;
    this.#lifetime = lifetime;
  }

  announce(change: StatusChange): void {
    const { transaction } = change;
    if (transaction.notificationUrl === null) return;
    const settings = this.#switches.now.notifications;
    const content = contentOf(change, settings);
    const kept = this.#keep({
      ...content,
      transactionId: transaction.id,
      status: transaction.status,
      to: transaction.notificationUrl,
    });
    if (settings.withhold) return;
    if (!settings.reorder) {
      this.#schedule(kept, settings.copies, settings.delayMs);
      return;
    }
    const earlier = this.#waitsForTheNext;
    this.#waitsForTheNext = earlier ? null : kept;
    if (earlier) for (const each of [kept, earlier]) this.#schedule(each, settings.copies, settings.delayMs);
  }

  list(): Notification[] {
    return this.#all.map((each) => ({ ...each, attempts: [...each.attempts] }));
  }

  /** Those that have not been sent at all. */
  pending(): Notification[] {
    return this.list().filter(({ attempts }) => attempts.length === 0);
  }

  /** Sends one, for the first time or again. */
  async deliver(id: number): Promise<Attempt> {
    const kept = this.#all.find((each) => each.id === id);
    if (!kept) throw new RangeError(`There is no notification ${id}`);
    if (this.#waitsForTheNext === kept) this.#waitsForTheNext = null;
    return this.#send(kept);
  }

  /** Sends everything that is pending, one after the other. */
  async deliverPending(order: 'in-order' | 'reversed' = 'in-order'): Promise<void> {
    const ids = this.pending().map(({ id }) => id);
    for (const id of order === 'reversed' ? ids.reverse() : ids) await this.deliver(id);
  }

  /** Sends what nobody has asked for. */
  async forge({ to, body, contentType = 'application/json' }: Forgery): Promise<Attempt> {
    return this.#send(this.#keep({ to, body, contentType, transactionId: null, status: 'forged' }));
  }

  /** Waits until everything that was under way has been sent; what is withheld stays. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** For the switch that lets a notification win the race against the redirect. */
  async beforeAnswer(): Promise<void> {
    if (this.#switches.now.notifications.beforeRedirect) await this.idle();
  }

  #keep(start: Omit<Notification, 'id' | 'attempts'>): Kept {
    const kept: Kept = { ...start, id: this.#all.length + 1, attempts: [] };
    this.#all.push(kept);
    return kept;
  }

  #schedule(kept: Kept, copies: number, delayMs: number): void {
    const before = this.#lastTo.get(kept.to) ?? Promise.resolve();
    const work = before.then(() => this.#sendLater(kept, copies, delayMs)).catch(() => undefined); // over: nobody waits for it
    this.#lastTo.set(kept.to, work);
    this.#underWay.add(work);
    void work.finally(() => {
      this.#underWay.delete(work);
      if (this.#lastTo.get(kept.to) === work) this.#lastTo.delete(kept.to);
    });
  }

  async #sendLater(kept: Kept, copies: number, delayMs: number): Promise<void> {
    await pause(delayMs, undefined, { signal: this.#lifetime.over });
    for (let copy = 0; copy < copies; copy += 1) await this.#send(kept);
  }

  async #send(kept: Kept): Promise<Attempt> {
    const result = await send(kept, this.#lifetime.over);
    const attempt = { ...result, at: this.#clock.now().toISOString() };
    kept.attempts.push(attempt);
    return attempt;
  }
}
