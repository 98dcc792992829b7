import type { Statement } from '../postgres/database';
import { cursorAt, positionFrom, type Listing, type ListPosition, type PageQuery } from './list-position';
import { EVENT_COLUMNS } from './postgres-feed';
import { tablesOf } from './stored-kind';

interface Columns {
  readonly name: string;
  readonly columns: string;
}

export interface Statements {
  readonly find: Statement;
  readonly findByToken: Statement;
  readonly history: Statement;
  readonly events: Statement;
  /** Both read no more than the partial index of what they count. */
  readonly inReview: Statement;
  readonly overdue: Statement;
}

/** What is asked in the same way of every kind. */
export function statementsOf(kind: Columns): Statements {
  const { name, columns } = kind;
  const { table, history, owner } = tablesOf(kind);
  return {
    find: { name: `find_${name}`, text: `SELECT ${columns} FROM ${table} WHERE id = $1` },
    findByToken: { name: `find_${name}_by_token`, text: `SELECT ${columns} FROM ${table} WHERE token = $1` },
    history: {
      name: history,
      text: `SELECT sequence, at, moved_by, evidence, change FROM ${history} WHERE ${owner} = $1 ORDER BY sequence`,
    },
    events: {
      name: `events_of_${name}`,
      text: `SELECT ${EVENT_COLUMNS} FROM shop_events WHERE ${owner} = $1 ORDER BY sequence`,
    },
    inReview: {
      name: `${table}_in_review`,
      text: `
        SELECT review_reason AS reason, count(*) AS count FROM ${table}
        WHERE review_reason IS NOT NULL GROUP BY review_reason`,
    },
    overdue: {
      name: `overdue_${table}`,
      text: `
        SELECT count(*) AS count, min(due_at) AS oldest FROM ${table}
        WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)`,
    },
  };
}

/**
 * Reads a page, newest first, and one more: so that it shows whether another page follows.
 * @param conditionsOf gives those that the query has, and the parameters that they need
 * @throws InvalidInput when the cursor is none
 */
export function listing<Query extends PageQuery>(
  kind: Columns,
  query: Query,
  conditionsOf: (query: Query, value: (given: unknown) => string) => readonly string[],
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const { table } = tablesOf(kind);
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = [...conditionsOf(query, value)];
  if (query.cursor !== undefined) {
    const { createdAt, id } = positionFrom(query.cursor);
    conditions.push(`(created_at, id) < (${value(createdAt)}, ${value(id)})`);
  }
  const text = `
    SELECT ${kind.columns} FROM ${table}
    ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
    ORDER BY created_at DESC, id DESC LIMIT ${value(query.limit + 1)}`;
  return { statement: { name: `list_${table}`, text, isPrepared: false }, values };
}

/** @param found what `listing` read */
export function pageOf<Item extends ListPosition>(found: readonly Item[], limit: number): Listing<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? cursorAt(last) : null };
}
