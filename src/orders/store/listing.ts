import type { Statement } from '../../postgres/database';
import { cursorAt, positionFrom, type Listing } from '../../ledger/list-position';
import type { Order } from '../domain/order';
import { ORDER_COLUMNS } from './order-row';
import type { OrderQuery } from './store';
import { storable } from '../../postgres/stored-text';

/**
 * Reads a page of orders, newest first, and one order more: so that it shows whether another page follows.
 * @throws InvalidInput when the cursor is none
 */
export function listing(query: OrderQuery): { readonly statement: Statement; readonly values: unknown[] } {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions: string[] = [];
  if (query.status !== undefined) conditions.push(`status = ${value(query.status)}`);
  if (query.needsReview !== undefined)
    conditions.push(query.needsReview ? 'review_reason IS NOT NULL' : 'review_reason IS NULL');
  if (query.reference !== undefined) conditions.push(`reference = ${value(storable(query.reference))}`);
  if (query.createdAfter) conditions.push(`created_at > ${value(query.createdAfter)}`);
  if (query.createdBefore) conditions.push(`created_at < ${value(query.createdBefore)}`);
  if (query.cursor !== undefined) {
    const { createdAt, id } = positionFrom(query.cursor);
    conditions.push(`(created_at, id) < (${value(createdAt)}, ${value(id)})`);
  }
  const text = `
    SELECT ${ORDER_COLUMNS} FROM orders
    ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
    ORDER BY created_at DESC, id DESC LIMIT ${value(query.limit + 1)}`;
  return { statement: { name: 'list_orders', text, isPrepared: false }, values };
}

/** @param found what `listing` read */
export function pageOf(found: readonly Order[], limit: number): Listing<Order> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? cursorAt(last) : null };
}
