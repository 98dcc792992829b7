/** The time of day, passed in so that no test waits for it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Runs work later; passed in for the same reason as the clock. */
export interface Timers {
  /** Runs `act` once, after so many milliseconds; waiting work does not keep the process alive. */
  after(milliseconds: number, act: () => void): void;
}

export const systemTimers: Timers = {
  after: (milliseconds, act) => {
    setTimeout(act, milliseconds).unref();
  },
};

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function later(from: Date, milliseconds: number): Date {
  return new Date(from.getTime() + milliseconds);
}
