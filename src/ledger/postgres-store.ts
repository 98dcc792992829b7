import { z } from 'zod';
import type { Database, Statement } from '../postgres/database';
import { DatabaseConflict, DatabaseRefused } from '../postgres/errors';
import { storable } from '../postgres/stored-text';
import { wholeNumber } from '../postgres/values';
import type { LedgerEvent } from './event';
import { sumOf, type Kept, type ReasonOf } from './kind';
import type { Line } from './line';
import { Listeners, type Listener } from './listeners';
import type { Listing, PageQuery } from './list-position';
import type { QueuesFor } from './outbox-statement';
import { countRow, idRow, lineRow } from './rows';
import { listing, pageOf, type Statements, statementsOf } from './statements';
import type { LedgerStore } from './store';
import { tablesOf, type Stored, type StoredKind } from './stored-kind';

/**
 * What is kept in PostgreSQL, for any number of processes. What one append writes is one statement, so it is atomic without a transaction
 * that somebody could hold open.
 */
export abstract class PostgresStore<
  State extends Kept,
  Change,
  Event extends LedgerEvent,
  Query extends PageQuery,
> implements LedgerStore<State, Change, Query, Event> {
  /** Those that came from here, and until when each was looked at: what a caller made up itself is read again before it is built on. */
  private readonly lookedAt = new WeakMap<State, Date>();
  private readonly statements: Statements;
  private readonly line: z.ZodType<Line<Change>>;
  protected readonly listeners = new Listeners<State, Change, Event>();

  /** @param queuesFor into which queues of the outbox the events go that are written through this */
  protected constructor(
    protected readonly database: Database,
    private readonly stored: StoredKind<State, Change, Event, Query>,
    protected readonly queuesFor: QueuesFor,
  ) {
    this.statements = statementsOf(stored);
    this.line = lineRow(stored.change);
  }

  /** @throws DatabaseUnavailable too: then it is not known whether it was written, and nothing that needs it may go on */
  async append(before: State | null, lines: readonly Line<Change>[]): Promise<State> {
    const { stored, queuesFor } = this;
    const current = before && (await this.asWritten(before));
    const outcome = sumOf(stored, current, lines);
    const lookedAt = (current && this.lookedAt.get(current)) ?? outcome.state.createdAt;
    const values = stored.appendValues({ before: current, lines, outcome, lookedAt, queuesFor });
    try {
      const written = await this.database.run(current ? stored.append : stored.create, values, idRow);
      if (written.length === 0) throw stored.changedMeanwhile();
    } catch (error) {
      throw this.refusalOf(error, current, outcome.state);
    }
    const state = this.handOut({ state: outcome.state, lookedAt });
    this.listeners.tell({ state, lines, events: outcome.events });
    return state;
  }

  listen(listener: Listener<State, Change, Event>): void {
    this.listeners.add(listener);
  }

  find(id: string): Promise<State | null> {
    return this.findOne(this.statements.find, id);
  }

  findByToken(token: string): Promise<State | null> {
    return this.findOne(this.statements.findByToken, token);
  }

  async list(query: Query): Promise<Listing<State>> {
    const { statement, values } = listing(this.stored, query, (asked, value) =>
      this.stored.conditionsOf(asked, value),
    );
    return pageOf(await this.read(statement, values), query.limit);
  }

  history(id: string): Promise<readonly Line<Change>[]> {
    return this.database.run(this.statements.history, [storable(id)], this.line);
  }

  async events(id: string): Promise<readonly Event[]> {
    const rows = await this.database.run(this.statements.events, [storable(id)], this.stored.event);
    return rows.map(({ event }) => event);
  }

  /** What waits for a human, and since when those are due that nobody looks at yet. */
  protected async backlog(now: Date) {
    const row = z.object({ reason: this.stored.reviewReason, count: wholeNumber });
    const [inReview, [overdue]] = await Promise.all([
      this.database.run(this.statements.inReview, [], row),
      this.database.run(this.statements.overdue, [now], countRow),
    ]);
    const counts = inReview.map(({ reason, count }) => [reason, count] as const);
    return {
      inReview: new Map<ReasonOf<State>, number>(counts),
      overdue: overdue ?? { count: 0, oldest: null },
    };
  }

  /** Until when one was looked at that came from here; undefined: it came from elsewhere. */
  protected lookedAtOf(state: State): Date | undefined {
    return this.lookedAt.get(state);
  }

  protected handOut({ state, lookedAt }: Stored<State>): State {
    this.lookedAt.set(state, lookedAt);
    return state;
  }

  private async findOne(statement: Statement, key: string): Promise<State | null> {
    const [state] = await this.read(statement, [storable(key)]);
    return state ?? null;
  }

  private async read(statement: Statement, values: readonly unknown[]): Promise<State[]> {
    const rows = await this.database.run(statement, values, this.stored.row);
    return rows.map((row) => this.handOut(row));
  }

  private async asWritten(state: State): Promise<State> {
    if (this.lookedAt.has(state)) return state;
    const written = await this.find(state.id);
    if (written?.version !== state.version) throw this.stored.changedMeanwhile();
    return written;
  }

  private refusalOf(error: unknown, before: State | null, after: State): unknown {
    if (error instanceof DatabaseConflict) return this.stored.changedMeanwhile();
    if (!(error instanceof DatabaseRefused)) return error;
    if (error.rule === `${tablesOf(this.stored).table}_pkey`) return this.stored.changedMeanwhile();
    return this.stored.refusals[error.rule ?? '']?.(before, after) ?? error;
  }
}
