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
 * Decides what changes, and writes it; decides again on what is kept by then when another change came first, so that of two at once only
 * one can claim.
 * @param on what the caller holds, however old, or the id of what is to be read. What is written on it is proved by the append, which
 * refuses every version but the latest. That there is nothing to write, or that it cannot be, no append proves: that is believed only of
 * what was read here, so what the caller holds is read again and decided once more.
 * @param decide pure: it may run several times, and only its last answer counts
 * @returns null when there is nothing under this id
 * @throws whatever the store refuses an append with, and whatever `decide` throws
 */
export async function decideOn<Kept extends { readonly id: string; readonly version: number }, Change>(
  store: HistoryStore<Kept, Change>,
  clock: Clock,
  { on, cause }: { readonly on: Kept | string; readonly cause: Cause },
  decide: (latest: Kept) => readonly Change[],
): Promise<Decided<Kept, Change> | null> {
  let held = typeof on === 'string' ? null : on;
  const id = typeof on === 'string' ? on : on.id;
  for (let tries = 1; ; tries++) {
    const isHeld = held !== null;
    const latest = held ?? (await store.find(id));
    held = null;
    if (!latest) return null;
    const changes = isHeld ? writableOn(latest, decide) : decide(latest);
    if (changes.length === 0 && isHeld) continue;
    if (changes.length === 0) return { latest, changes };
    try {
      const lines = linesOf(latest.version, changes, cause, clock.now());
      return { latest: await store.append(latest, lines), changes };
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || tries >= MOST_TRIES) throw error;
    }
  }
}

/** @returns nothing where `decide` throws: what it would throw is decided on what is read */
function writableOn<Kept, Change>(
  held: Kept,
  decide: (latest: Kept) => readonly Change[],
): readonly Change[] {
  try {
    return decide(held);
  } catch {
    return [];
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
