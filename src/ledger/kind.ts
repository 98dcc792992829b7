import type { AppError, ChangedMeanwhile } from '../kernel/errors';
import type { LedgerEvent } from './event';
import type { Line } from './line';

/** What the ledger knows of everything that it keeps: it is the sum of its history. */
export interface Kept {
  readonly id: string;
  readonly token: string;
  readonly createdAt: Date;
  /** How many lines its history has. */
  readonly version: number;
  readonly review: { readonly reason: string } | null;
}

export type ReasonOf<State extends Kept> = NonNullable<State['review']>['reason'];

/** One kind of what the ledger keeps: orders, repeat payments. */
export interface Kind<State extends Kept, Change, Event extends LedgerEvent, Query> {
  /** What one line makes of it. */
  evolve(before: State | null, line: Line<Change>): State;
  /** What the shop is told of that. */
  eventsOf(before: State | null, after: State, line: Line<Change>): readonly Event[];
  /** Nothing more is expected to happen to it by itself, and nobody has to look at it. */
  isFinal(state: State): boolean;
  /** When somebody should look at it again, after everything was looked at until `lookedAt`; null when nothing is coming. */
  nextDueAt(state: State, lookedAt: Date): Date | null;
  urgencyOf(state: State, dueAt: Date): Urgency;
  /** What belongs to it, and to nothing else. */
  claimsOf(state: State): readonly Claim[];
  matches(state: State, query: Query): boolean;
  /** What an append is refused with when another change came first. */
  changedMeanwhile(): ChangedMeanwhile;
}

/** In which order those are looked at that are due: `last` are those of which nothing is due but that time ends them. */
export type Urgency = 'first' | 'usual' | 'last';

/** Something of Blink's that can belong to one owner only. */
export interface Claim {
  /** What is claimed: `transaction BL-1`. */
  readonly key: string;
  /** Whose it is: an attempt's, a setup's, or the whole's. */
  readonly owner: string;
  /** Whether it stays taken when what it belongs to is no longer kept. */
  readonly isForEver: boolean;
  /** What an append is refused with when another has it. */
  readonly taken: () => AppError;
}

export interface Outcome<State, Event> {
  readonly state: State;
  readonly events: readonly Event[];
}

/** What lines lead to, and the events that each of them tells. */
export function sumOf<State extends Kept, Change, Event extends LedgerEvent>(
  { evolve, eventsOf }: Pick<Kind<State, Change, Event, never>, 'evolve' | 'eventsOf'>,
  before: State | null,
  lines: readonly Line<Change>[],
): Outcome<State, Event> {
  let state = before;
  const events: Event[] = [];
  for (const line of lines) {
    const after = evolve(state, line);
    events.push(...eventsOf(state, after, line));
    state = after;
  }
  if (!state || lines.length === 0) throw new Error('Nothing was appended');
  return { state, events };
}
