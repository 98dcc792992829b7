import type { Kind } from '../../ledger/kind';
import { isOnlyEnding, nextDueAt } from '../domain/due';
import { shopEventsOf, type OrderEvent } from '../domain/events';
import { evolve } from '../domain/evolve';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import { isFinal, statusOf } from '../domain/status';
import { claimsOf } from './claims';
import { VersionConflict, type OrderQuery } from './store';

export const ORDERS: Kind<Order, OrderChange, OrderEvent, OrderQuery> = {
  evolve,
  eventsOf: shopEventsOf,
  isFinal,
  nextDueAt,
  urgencyOf: (order, dueAt) => {
    if (statusOf(order) === 'processing') return 'first';
    return isOnlyEnding(order, dueAt) ? 'last' : 'usual';
  },
  claimsOf,
  matches: (order, query) =>
    (query.status === undefined || statusOf(order) === query.status) &&
    (query.needsReview === undefined || (order.review !== null) === query.needsReview) &&
    (query.reference === undefined || order.reference === query.reference) &&
    (query.createdAfter === undefined || order.createdAt > query.createdAfter) &&
    (query.createdBefore === undefined || order.createdAt < query.createdBefore),
  changedMeanwhile: () => new VersionConflict(),
};
