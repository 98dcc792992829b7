import { later, systemClock, type Clock } from '../kernel/clock';

/** A clock that runs on by itself and can be pushed forward, never back. */
export class MovableClock implements Clock {
  readonly #base: Clock;
  #aheadMs = 0;

  constructor(base: Clock = systemClock) {
    this.#base = base;
  }

  now(): Date {
    return later(this.#base.now(), this.#aheadMs);
  }

  advance(milliseconds: number): void {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw new RangeError(`The clock only moves forward: ${milliseconds} ms was asked`);
    }
    this.#aheadMs += milliseconds;
  }
}

/** As Blink writes a moment: `2024-07-30T14:21:58Z`. */
export function wireTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
