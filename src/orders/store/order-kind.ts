import { z } from 'zod';
import type { StoredKind } from '../../ledger/stored-kind';
import { isOnlyEnding, nextDueAt } from '../domain/due';
import { shopEventsOf, type OrderEvent } from '../domain/events';
import { evolve } from '../domain/evolve';
import { orderChangeSchema, type OrderChange } from '../domain/history';
import { REVIEW_REASONS, type Order } from '../domain/order';
import { isFinal, statusOf } from '../domain/status';
import { appendValues, CHANGE_ORDER, CREATE_ORDER } from './append-statement';
import { claimsOf } from './claims';
import { orderEventRow } from './event-row';
import { conditionsOf, matches } from './listing';
import { ORDER_COLUMNS, orderRow } from './order-row';
import { IntentTaken, TransactionTaken, VersionConflict, type OrderQuery } from './store';

export const ORDERS: StoredKind<Order, OrderChange, OrderEvent, OrderQuery> = {
  evolve,
  eventsOf: shopEventsOf,
  isFinal,
  nextDueAt,
  urgencyOf: (order, dueAt) => {
    if (statusOf(order) === 'processing') return 'first';
    return isOnlyEnding(order, dueAt) ? 'last' : 'usual';
  },
  claimsOf,
  matches,
  changedMeanwhile: () => new VersionConflict(),

  name: 'order',
  columns: ORDER_COLUMNS,
  row: orderRow,
  change: orderChangeSchema,
  event: orderEventRow,
  reviewReason: z.enum(REVIEW_REASONS),
  create: CREATE_ORDER,
  append: CHANGE_ORDER,
  appendValues,
  refusals: {
    intent_uses_pkey: () => new IntentTaken(),
    transaction_uses_pkey: (before, after) => new TransactionTaken(newTransactionOf(before, after)),
  },
  conditionsOf,
};

function newTransactionOf(before: Order | null, after: Order): string {
  const moved = after.attempts.find(
    (attempt) => attempt.transactionId !== null && !before?.attempts.includes(attempt),
  );
  return moved?.transactionId ?? '';
}
