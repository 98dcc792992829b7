import type { Database } from '../../postgres/database';
import { Erasure } from '../../ledger/erasure';
import { evolve } from '../domain/evolve';
import type { OrderChange } from '../domain/history';
import { rowOfEntry } from './history-row';
import type { Order } from '../domain/order';
import { bodyOf, ORDER_COLUMNS, orderRow } from './order-row';
import { changeWithoutPersonalData, summaryWithoutPersonalData } from '../domain/personal-data';
import type { PostgresOrderStore } from './postgres-store';
import { isFinal } from '../domain/status';

/** Of orders. */
export function orderErasure(database: Database, store: PostgresOrderStore): Erasure<Order, OrderChange> {
  return new Erasure<Order, OrderChange>(database, {
    table: 'orders',
    columns: ORDER_COLUMNS,
    history: 'order_history',
    parts: ['attempts', 'refunds'],
    owner: 'order_id',
    row: orderRow.transform(({ order }) => order),
    isOver: isFinal,
    readHistory: (id) => store.history(id),
    evolve,
    bodyOf,
    partsOf: ({ attempts, refunds }) => [attempts, refunds],
    rowOfLine: rowOfEntry,
    changeWithoutPersonalData,
    eventsWithoutPersonalData: async (id) =>
      (await store.events(id)).flatMap((event) =>
        event.orderId === null ? [] : [{ id: event.id, data: summaryWithoutPersonalData(event.data) }],
      ),
  });
}
