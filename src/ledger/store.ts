import type { Line } from './line';
import type { Listener } from './listeners';
import type { Listing } from './list-position';

/**
 * Keeps one kind of what the ledger keeps. Everything that one `append` writes is written together or not at all, the events that it tells
 * the shop too. Two implementations pass the same contract test (`test/ledger/store-contract.ts`).
 */
export interface LedgerStore<State, Change, Query, Event> {
  /**
   * Appends lines to a history, with what they lead to and the events they tell the shop.
   * @param before the version the lines were decided on; null to create
   * @throws ChangedMeanwhile when another change came first: nothing is written, decide again
   * @throws what the kind refuses with when something that is claimed is taken: nothing is written
   */
  append(before: State | null, lines: readonly Line<Change>[]): Promise<State>;

  find(id: string): Promise<State | null>;
  findByToken(token: string): Promise<State | null>;
  /** Newest first. */
  list(query: Query): Promise<Listing<State>>;
  history(id: string): Promise<readonly Line<Change>[]>;

  /** From now on the listener is told what is written through this store. */
  listen(listener: Listener<State, Change, Event>): void;
}
