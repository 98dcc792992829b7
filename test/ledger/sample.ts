import type { LedgerEvent } from '../../src/ledger/event';
import type { Kept, Outcome } from '../../src/ledger/kind';
import { linesOf } from '../../src/ledger/ledger';
import type { Cause, Line } from '../../src/ledger/line';
import type { Listener } from '../../src/ledger/listeners';
import type { Listing, PageQuery } from '../../src/ledger/list-position';
import { NOW } from '../support/orders';
import { TestClock } from '../support/test-clock';

export interface SampleQuery extends PageQuery {
  readonly reference?: string | undefined;
  readonly needsReview?: boolean | undefined;
}

/** What every store of the ledger does, whatever it keeps. */
export interface SampleStore<State, Change> {
  append(before: State | null, lines: readonly Line<Change>[]): Promise<State>;
  find(id: string): Promise<State | null>;
  findByToken(token: string): Promise<State | null>;
  list(query: SampleQuery): Promise<Listing<State>>;
  history(id: string): Promise<readonly Line<Change>[]>;
  listen(listener: Listener<State, Change, LedgerEvent>): void;
  events(id: string): Promise<readonly LedgerEvent[]>;
  standing(now: Date): Promise<{
    readonly inReview: ReadonlyMap<string, number>;
    readonly overdue: { readonly count: number; readonly oldest: Date | null };
  }>;
}

export interface Made<State, Change> {
  readonly store: SampleStore<State, Change>;
  /** Those whose time to be looked at has come, each given to one caller. */
  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly string[]>;
  feed(cursor: string | null, limit: number): Promise<Listing<LedgerEvent>>;
}

/** What the tests of the ledger need to know of one kind. */
export interface Sample<State extends Kept, Change> {
  /** One that nobody has begun with; it is due when it expires. Ids and token are its own. */
  creation(given?: { readonly id?: string; readonly reference?: string; readonly expiresAt?: Date }): Change;
  /** Ends one that nobody has begun with, for good, and the shop is told so. */
  readonly cancelled: Change;
  /** For two of the reasons for which a human should look at one. */
  readonly flagged: readonly [Change, Change];
  readonly reasons: readonly [string, string];
  readonly reviewClosed: Change;
  /** What one that is new can go through, with every kind of change. */
  readonly story: readonly Change[];
  /** What cannot happen to one that is new, and begins well all the same. */
  readonly impossible: readonly Change[];
  sumOf(before: State | null, lines: readonly Line<Change>[]): Outcome<State, LedgerEvent>;
  /** What an append is refused with when another change came first. */
  readonly changedMeanwhile: string;
}

/** A store, and the time that passes for it. */
export class SampleSubject<State extends Kept, Change> {
  readonly clock = new TestClock(NOW.getTime());
  readonly store: SampleStore<State, Change>;

  constructor(
    readonly sample: Sample<State, Change>,
    readonly made: Made<State, Change>,
  ) {
    this.store = made.store;
  }

  create(given: Parameters<Sample<State, Change>['creation']>[0] = {}): Promise<State> {
    return this.store.append(null, this.linesAfter(null, [this.sample.creation(given)]));
  }

  append(before: State, ...changes: readonly Change[]): Promise<State> {
    return this.store.append(before, this.linesAfter(before, changes));
  }

  linesAfter(
    before: { readonly version: number } | null,
    changes: readonly Change[],
    cause: Cause = { by: 'api' },
  ): readonly Line<Change>[] {
    return linesOf(before?.version ?? 0, changes, cause, this.clock.now());
  }

  /** What a refused append must leave as it was. */
  async everythingOf(id: string): Promise<unknown> {
    return {
      state: await this.store.find(id),
      history: await this.store.history(id),
      events: await this.store.events(id),
      feed: await this.made.feed(null, 1_000),
      list: await this.store.list({ limit: 1_000 }),
    };
  }
}
