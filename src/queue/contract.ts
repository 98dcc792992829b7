/**
 * Work of one kind that falls due, as a loop sees it. Its rows, and the statements that claim and settle them, lie beside their owner.
 * Every implementation passes the same contract test (`test/queue/due-work-contract.ts`).
 */
export interface DueWork<Item> {
  /** Work whose time has come, each given to one caller only: given again after `leaseMs` unless it was settled before. */
  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly Item[]>;
  /** When something falls due next, at `now` or before where it is due already; null when nothing waits. */
  nextDueAt(now: Date): Promise<Date | null>;
}
