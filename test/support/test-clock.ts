import type { Clock, Timers } from '../../src/kernel/clock';

/** Time that stands still until a test moves it, and work that waits for it. */
export class TestClock implements Clock, Timers {
  private waiting: { readonly at: number; readonly act: () => void }[] = [];

  constructor(private time = Date.parse('2026-11-20T10:00:00Z')) {}

  now(): Date {
    return new Date(this.time);
  }

  after(milliseconds: number, act: () => void): void {
    this.waiting.push({ at: this.time + milliseconds, act });
  }

  /** Moves time on and does what falls due on the way, in its order. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (let next = this.nextBefore(end); next; next = this.nextBefore(end)) {
      const due = next;
      this.waiting = this.waiting.filter((each) => each !== due);
      this.time = Math.max(this.time, due.at);
      due.act();
    }
    this.time = end;
  }

  private nextBefore(end: number) {
    return this.waiting.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}
