import type { Clock, Timers } from '../../../src/kernel/clock';

interface Waiting {
  readonly at: number;
  readonly act: () => void;
  timer?: NodeJS.Timeout;
}

/** The time of day, so far ahead as a test has moved it; what waits for a moment that was skipped is done at once. */
export class MovedTime implements Clock, Timers {
  private readonly waiting = new Set<Waiting>();

  constructor(private aheadMs: number) {}

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  after(milliseconds: number, act: () => void): void {
    const waiting: Waiting = { at: Date.now() + this.aheadMs + milliseconds, act };
    this.waiting.add(waiting);
    this.arm(waiting);
  }

  advance(milliseconds: number): void {
    this.aheadMs += milliseconds;
    for (const waiting of this.waiting) this.arm(waiting);
  }

  private arm(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    const wait = Math.max(0, waiting.at - Date.now() - this.aheadMs);
    waiting.timer = setTimeout(() => {
      this.waiting.delete(waiting);
      waiting.act();
    }, wait).unref();
  }
}
