export type Sleep = (milliseconds: number) => Promise<void>;

/** How much of one call's time is left, by a clock that nobody can set. */
export class TimeBudget {
  private readonly startedAt = performance.now();
  private waitedMs = 0;

  constructor(
    private readonly totalMs: number,
    private readonly sleep: Sleep,
  ) {}

  leftMs(): number {
    const elapsedMs = performance.now() - this.startedAt;
    return Math.max(0, this.totalMs - Math.max(elapsedMs, this.waitedMs));
  }

  /** @returns false, at once, when the wait is longer than the time left */
  async wait(milliseconds: number): Promise<boolean> {
    if (milliseconds >= this.leftMs()) return false;
    this.waitedMs += milliseconds;
    await this.sleep(milliseconds);
    return true;
  }
}
