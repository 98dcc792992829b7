import { HOUR } from '../kernel/clock';

interface WarningLog {
  warn(data: object, message: string): void;
}

/** Warnings that strangers can cause as often as they like: each kind is logged once an hour, and the metrics count every one. */
export class Warnings {
  private readonly loggedAt = new Map<string, number>();

  constructor(private readonly log: WarningLog) {}

  /** @param kind one of a few fixed words, never a text from outside: each kind is remembered */
  warn(kind: string, data: object, message: string): void {
    const now = performance.now();
    const before = this.loggedAt.get(kind);
    if (before !== undefined && now - before < HOUR) return;
    this.loggedAt.set(kind, now);
    this.log.warn(data, message);
  }
}
