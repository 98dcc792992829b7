import { AppError } from '../kernel/errors';
import type { LedgerEvent } from './event';
import { sumOf, type Kept, type Kind, type ReasonOf } from './kind';
import type { Line } from './line';
import { Listeners, type Listener } from './listeners';
import { cursorAt, positionFrom, type Listing, type PageQuery } from './list-position';
import { MemoryClaims } from './memory-claims';
import { MemoryListing } from './memory-listing';
import { MemoryReviews } from './memory-reviews';
import { MemorySchedule } from './memory-schedule';
import type { LedgerStore } from './store';

interface Book<State, Change, Event> {
  state: State;
  readonly history: Line<Change>[];
  readonly events: Event[];
}

export class StoreFull extends AppError {
  readonly status = 503;
  readonly code = 'store_full';
  constructor(limit: number) {
    super(`No room for another order: all ${limit} that fit in memory are still open`);
  }
}

/**
 * What is kept in this process, for as long as it lives.
 * Each append runs without a pause from its check to its write, which is what makes it atomic here.
 */
export abstract class MemoryStore<
  State extends Kept,
  Change,
  Event extends LedgerEvent,
  Query extends PageQuery,
> implements LedgerStore<State, Change, Query, Event> {
  protected readonly claims = new MemoryClaims();
  protected readonly schedule: MemorySchedule<State>;
  protected readonly reviews = new MemoryReviews<ReasonOf<State>>();
  private readonly listeners = new Listeners<State, Change, Event>();
  private readonly books = new Map<string, Book<State, Change, Event>>();
  private readonly idByToken = new Map<string, string>();
  private readonly listing = new MemoryListing();
  /** In the order in which they became final: the first to go when room is needed. */
  private readonly final = new Set<string>();

  /**
   * @param told where its events go: with those of others, in the order in which they were written
   * @param most how many are kept: of those that are over, the ones that have been so for longest are dropped
   */
  protected constructor(
    private readonly kind: Kind<State, Change, Event, Query>,
    private readonly told: { add(events: readonly Event[]): void },
    private readonly most: number,
  ) {
    this.schedule = new MemorySchedule(kind);
  }

  append(before: State | null, lines: readonly Line<Change>[]): Promise<State> {
    return settled(() => this.write(before, lines));
  }

  listen(listener: Listener<State, Change, Event>): void {
    this.listeners.add(listener);
  }

  find(id: string): Promise<State | null> {
    return Promise.resolve(this.current(id));
  }

  findByToken(token: string): Promise<State | null> {
    return this.find(this.idByToken.get(token) ?? '');
  }

  list(query: Query): Promise<Listing<State>> {
    return settled(() => this.pageOf(query));
  }

  history(id: string): Promise<readonly Line<Change>[]> {
    return Promise.resolve([...(this.books.get(id)?.history ?? [])]);
  }

  events(id: string): Promise<readonly Event[]> {
    return Promise.resolve([...(this.books.get(id)?.events ?? [])]);
  }

  /** When one is due next, of those that nobody looks at, or is due for a look that was asked for; null when none is. */
  nextDueAt(now: Date): Promise<Date | null> {
    return Promise.resolve(this.schedule.nextDueAt(now));
  }

  protected current(id: string): State | null {
    return this.books.get(id)?.state ?? null;
  }

  protected write(before: State | null, lines: readonly Line<Change>[]): State {
    const current = before && this.current(before.id);
    if ((current?.version ?? 0) !== (before?.version ?? 0)) throw this.kind.changedMeanwhile();
    const { state, events } = sumOf(this.kind, current, lines);
    if (!current && this.books.has(state.id)) throw this.kind.changedMeanwhile();
    this.claims.refuseTaken(this.kind.claimsOf(state));
    if (!current) this.makeRoom();
    this.keep(state, lines, events);
    this.listeners.tell({ state, lines, events });
    return state;
  }

  private pageOf(query: Query): Listing<State> {
    const items: State[] = [];
    for (const id of this.listing.idsAfter(query.cursor === undefined ? null : positionFrom(query.cursor))) {
      const state = this.current(id);
      if (!state || !this.kind.matches(state, query)) continue;
      const last = items.at(-1);
      if (last && items.length >= query.limit) return { items, nextCursor: cursorAt(last) };
      items.push(state);
    }
    return { items, nextCursor: null };
  }

  private makeRoom(): void {
    if (this.books.size < this.most) return;
    const [oldest] = this.final;
    if (oldest === undefined) throw new StoreFull(this.most);
    this.forget(oldest);
  }

  private forget(id: string): void {
    const state = this.current(id);
    if (!state) return;
    this.books.delete(id);
    this.final.delete(id);
    this.idByToken.delete(state.token);
    this.schedule.drop(id);
    this.reviews.drop(id);
    this.listing.remove(state);
    this.claims.forget(this.kind.claimsOf(state));
  }

  private keep(state: State, lines: readonly Line<Change>[], events: readonly Event[]): void {
    const book = this.books.get(state.id) ?? this.newBook(state);
    book.state = state;
    book.history.push(...lines);
    book.events.push(...events);
    this.claims.remember(state.id, this.kind.claimsOf(state));
    this.told.add(events);
    this.schedule.changed(state);
    this.reviews.changed(state);
    if (this.kind.isFinal(state)) this.final.add(state.id);
    else this.final.delete(state.id);
  }

  private newBook(state: State): Book<State, Change, Event> {
    const book = { state, history: [], events: [] };
    this.books.set(state.id, book);
    this.idByToken.set(state.token, state.id);
    this.listing.add(state);
    return book;
  }
}

export function settled<Result>(act: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(act()));
}
