import { Erasure } from '../../ledger/erasure';
import type { Database } from '../../postgres/database';
import type { OrderEvent } from '../domain/events';
import { evolve } from '../domain/evolve';
import type { OrderChange } from '../domain/history';
import type { Order } from '../domain/order';
import { changeWithoutPersonalData, summaryWithoutPersonalData } from '../domain/personal-data';
import { isFinal } from '../domain/status';
import { rowOfEntry } from './append-statement';
import { storedSummary } from './event-row';
import { ORDERS } from './order-kind';
import { bodyOf } from './order-row';

export function orderErasure(database: Database): Erasure<Order, OrderChange, OrderEvent> {
  return new Erasure<Order, OrderChange, OrderEvent>(database, {
    ...ORDERS,
    parts: ['attempts', 'refunds'],
    isOver: isFinal,
    evolve,
    bodyOf,
    partsOf: ({ attempts, refunds }) => [attempts, refunds],
    rowOfLine: rowOfEntry,
    changeWithoutPersonalData,
    data: storedSummary,
    dataWithoutPersonalData: summaryWithoutPersonalData,
  });
}
