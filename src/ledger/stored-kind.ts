import type { z } from 'zod';
import type { AppError } from '../kernel/errors';
import type { Statement } from '../postgres/database';
import type { LedgerEvent } from './event';
import type { Kept, Kind, Outcome, ReasonOf } from './kind';
import type { Line } from './line';
import type { QueuesFor } from './outbox-statement';

/** One that came out of the database, and until when it was looked at. */
export interface Stored<State> {
  readonly state: State;
  readonly lookedAt: Date;
}

/** What one append writes. */
export interface Append<State, Change, Event> {
  /** Null: it is new. */
  readonly before: State | null;
  readonly lines: readonly Line<Change>[];
  readonly outcome: Outcome<State, Event>;
  readonly lookedAt: Date;
  readonly queuesFor: QueuesFor;
}

/** How a kind is kept in PostgreSQL. */
export interface StoredKind<State extends Kept, Change, Event extends LedgerEvent, Query> extends Kind<
  State,
  Change,
  Event,
  Query
> {
  /** `order`: tables, columns and statements are named after it. */
  readonly name: string;
  /** What is selected for a whole one, and how that is read. */
  readonly columns: string;
  readonly row: z.ZodType<Stored<State>>;
  readonly change: z.ZodType<Change>;
  readonly event: z.ZodType<{ readonly event: Event }>;
  readonly reviewReason: z.ZodType<ReasonOf<State>>;
  /** Everything that one append writes is written by one of these, together or not at all; they give a row when it was written. */
  readonly create: Statement;
  readonly append: Statement;
  appendValues(append: Append<State, Change, Event>): readonly unknown[];
  /** What a rule of the schema that said no means to whoever appends. */
  readonly refusals: Readonly<Record<string, (before: State | null, after: State) => AppError>>;
  /** The same as `matches`, in SQL. @param value gives the parameter that stands for a value */
  conditionsOf(query: Query, value: (given: unknown) => string): readonly string[];
}

export interface Tables {
  readonly table: string;
  readonly history: string;
  /** The column by which history, parts and events say to whom they belong. */
  readonly owner: string;
}

export function tablesOf({ name }: { readonly name: string }): Tables {
  return { table: `${name}s`, history: `${name}_history`, owner: `${name}_id` };
}
