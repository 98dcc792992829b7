import { SECOND, type Clock, type Timers } from '../kernel/clock';
import type { DueWork } from './contract';

/** So soon is found what other processes wrote, and what could not be asked for. */
const LOOK_AROUND_MS = 10 * SECOND;
/** What is due and was not given to us is being given to somebody else. */
const HELD_BY_OTHERS_MS = SECOND;

export interface WorkLoopOptions<Item> {
  readonly due: DueWork<Item>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly mostAtOnce: number;
  /** So many are claimed together where a claim is dear: those that cannot be begun yet wait in this process, under their lease. */
  readonly claimedTogether?: number;
  /** Longer than one piece of work takes: a process that ends in the middle of it leaves it to others, or to its next start. */
  readonly leaseMs: number;
  /**
   * Does a piece of work once, and keeps what became of it.
   * @returns when it is due again; null when it is settled
   * @throws when it is to be done again once its lease is over
   */
  work(item: Item): Promise<Date | null>;
  /** Is told what `work` threw. */
  onFailure(item: Item, error: unknown): void;
  /** It could not be asked what is due. It is asked again ten seconds later. */
  onUnasked(error: unknown): void;
}

/**
 * Does what falls due, so many at once, and sleeps until the next of it is due. Whoever writes something that is due wakes it; what other
 * processes write it finds within ten seconds: while there is nothing to do it asks for that one question and no other.
 */
export class WorkLoop<Item> {
  private readonly works = new Set<Promise<void>>();
  /** Before it is started it does what it is woken for, and looks for nothing by itself. */
  private state: 'not_started' | 'started' | 'stopped' = 'not_started';
  private busy = 0;
  /** Claimed, and not begun. */
  private readonly ready: Item[] = [];
  private isTurning = false;
  private isTurnWanted = false;
  /** Something is known to be due. */
  private isWoken = false;
  /** The moment for which the next look is arranged, in milliseconds. */
  private nextLookAt = Infinity;

  constructor(private readonly options: WorkLoopOptions<Item>) {}

  start(): void {
    this.state = 'started';
    this.wake();
  }

  /** Something has just fallen due. */
  wake(): void {
    this.isWoken = true;
    this.takeTurn();
  }

  /** Claims nothing new; resolves when what was claimed has come to its end. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    await this.drain();
  }

  /** Resolves when nothing is under way. What is not due yet goes on waiting. */
  async drain(): Promise<void> {
    while (this.works.size > 0) await Promise.all(this.works);
  }

  private takeTurn(): void {
    this.isTurnWanted = true;
    if (!this.isTurning && this.state !== 'stopped') this.track(this.turns());
  }

  /** One turn at a time; who wants one meanwhile gets another after it, since what they mean may have come too late for it. */
  private async turns(): Promise<void> {
    this.isTurning = true;
    while (this.isTurnWanted && this.state !== 'stopped') {
      this.isTurnWanted = false;
      await this.turn().catch((error: unknown) => {
        this.options.onUnasked(error);
        this.lookAt(this.now() + LOOK_AROUND_MS);
      });
    }
    this.isTurning = false;
  }

  private async turn(): Promise<void> {
    const now = this.options.clock.now();
    const claimed = this.isWoken ? await this.claim(now) : null;
    if (this.isFull() || this.state === 'stopped') return; // the first that comes to its end wakes it
    const next = await this.options.due.nextDueAt(now);
    if (claimed === 0 && next && next <= now) this.lookAt(this.now() + HELD_BY_OTHERS_MS);
    else if (next && next <= this.options.clock.now()) this.wake();
    else this.lookAt(Math.min(next?.getTime() ?? Infinity, this.now() + LOOK_AROUND_MS));
  }

  /** @returns how many */
  private async claim(now: Date): Promise<number> {
    this.isWoken = false;
    if (this.isFull()) return 0;
    const { due, mostAtOnce, claimedTogether = 0, leaseMs } = this.options;
    const claimed = await due.claimDue(now, Math.max(mostAtOnce - this.busy, claimedTogether), leaseMs);
    this.ready.push(...claimed);
    this.begin();
    return claimed.length;
  }

  /** As many as there is room for. */
  private begin(): void {
    for (const item of this.ready.splice(0, this.options.mostAtOnce - this.busy)) {
      this.busy += 1;
      this.track(this.do(item));
    }
  }

  private async do(item: Item): Promise<void> {
    try {
      const again = await this.options.work(item);
      if (again) this.lookAt(again.getTime());
    } catch (error) {
      this.options.onFailure(item, error);
    }
    const wasFull = this.isFull();
    this.busy -= 1;
    this.begin();
    if (wasFull && !this.isFull()) this.wake();
  }

  private lookAt(at: number): void {
    if (this.state !== 'started' || at >= this.nextLookAt) return;
    this.nextLookAt = at;
    this.options.timers.after(Math.max(at - this.now(), 1), () => {
      if (this.nextLookAt !== at) return; // an earlier look took its place
      this.nextLookAt = Infinity;
      this.takeTurn();
    });
  }

  private isFull(): boolean {
    return this.busy >= this.options.mostAtOnce;
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }

  private track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.works.delete(tracked));
    this.works.add(tracked);
  }
}
