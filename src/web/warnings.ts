import { HOUR } from '../kernel/clock';

interface WarningLog {
  warn(data: object, message: string): void;
}

/** What strangers can bring about as often as they like is said once an hour for each kind: the metrics count it. */
export class Warnings {
  private readonly saidAt = new Map<string, number>();

  constructor(private readonly log: WarningLog) {}

  /** @param kind one of a few that we have thought of, never a text of others: each is remembered */
  say(kind: string, data: object, message: string): void {
    const now = performance.now();
    const before = this.saidAt.get(kind);
    if (before !== undefined && now - before < HOUR) return;
    this.saidAt.set(kind, now);
    this.log.warn(data, message);
  }
}
