import { storable } from '../../postgres/stored-text';
import type { Order } from '../domain/order';
import { statusOf } from '../domain/status';
import type { OrderQuery } from './store';

export function matches(order: Order, query: OrderQuery): boolean {
  return (
    (query.status === undefined || statusOf(order) === query.status) &&
    (query.needsReview === undefined || (order.review !== null) === query.needsReview) &&
    (query.reference === undefined || order.reference === query.reference) &&
    (query.createdAfter === undefined || order.createdAt > query.createdAfter) &&
    (query.createdBefore === undefined || order.createdAt < query.createdBefore)
  );
}

/** The same in SQL. */
export function conditionsOf(query: OrderQuery, value: (given: unknown) => string): readonly string[] {
  const conditions: string[] = [];
  if (query.status !== undefined) conditions.push(`status = ${value(query.status)}`);
  if (query.needsReview !== undefined)
    conditions.push(query.needsReview ? 'review_reason IS NOT NULL' : 'review_reason IS NULL');
  if (query.reference !== undefined) conditions.push(`reference = ${value(storable(query.reference))}`);
  if (query.createdAfter) conditions.push(`created_at > ${value(query.createdAfter)}`);
  if (query.createdBefore) conditions.push(`created_at < ${value(query.createdBefore)}`);
  return conditions;
}
