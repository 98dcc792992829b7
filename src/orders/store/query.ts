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
