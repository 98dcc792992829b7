import type { Clock } from '../kernel/clock';
import { ChangedMeanwhile } from '../kernel/errors';
import type { Cause, Line } from './line';

/** Keeps what is the sum of its history: orders, repeat payments. */
export interface HistoryStore<Kept, Change> {
  find(id: string): Promise<Kept | null>;
  /** @throws ChangedMeanwhile when another change came first: nothing is written */
  append(before: Kept | null, lines: readonly Line<Change>[]): Promise<Kept>;
}

export interface Decided<Kept, Change> {
  readonly latest: Kept;
  /** What was decided and written: empty when nothing had to change. */
  readonly changes: readonly Change[];
}

const MOST_TRIES = 25;

/**
 * Decides on the latest version and writes what was decided; decides again when another change came first, so that of two at once only
 * one can claim.
 * @param decide pure: it may run several times, and only its last answer counts
 * @returns null when there is nothing under this id
 * @throws whatever the store refuses an append with, and whatever `decide` throws
 */
export async function decideOnLatest<Kept extends { readonly version: number }, Change>(
  store: HistoryStore<Kept, Change>,
  clock: Clock,
  { id, cause }: { readonly id: string; readonly cause: Cause },
  decide: (latest: Kept) => readonly Change[],
): Promise<Decided<Kept, Change> | null> {
  for (let tries = 1; ; tries++) {
    const latest = await store.find(id);
    if (!latest) return null;
    const changes = decide(latest);
    if (changes.length === 0) return { latest, changes };
    try {
      const lines = linesOf(latest.version, changes, cause, clock.now());
      return { latest: await store.append(latest, lines), changes };
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || tries >= MOST_TRIES) throw error;
    }
  }
}

/** @param version of what they come after; 0 where nothing is kept yet */
export function linesOf<Change>(
  version: number,
  changes: readonly Change[],
  cause: Cause,
  at: Date,
): readonly Line<Change>[] {
  return changes.map((change, index) => ({ ...cause, sequence: version + index + 1, at, change }));
}
