/** Work that waits to be done. */
export interface Backlog {
  readonly count: number;
  /** Since when the oldest of it waits; null when nothing does. */
  readonly oldest: Date | null;
}

export const NOTHING_WAITS: Backlog = { count: 0, oldest: null };

export function backlogOf(waitingSince: Iterable<Date>): Backlog {
  let count = 0;
  let oldest: Date | null = null;
  for (const since of waitingSince) {
    count += 1;
    if (!oldest || since < oldest) oldest = since;
  }
  return { count, oldest };
}
