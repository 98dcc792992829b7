import { later, type Clock } from '../../src/clock';

/** A clock that stands still until a test moves it. */
export class SetClock implements Clock {
  private at: Date;

  constructor(at: Date) {
    this.at = at;
  }

  now(): Date {
    return this.at;
  }

  advance(milliseconds: number): Date {
    this.at = later(this.at, milliseconds);
    return this.at;
  }
}
