import { z } from 'zod';
import type { Database, Statement } from '../../postgres/database';
import { Erasure } from '../../ledger/erasure';
import { jsonObject } from '../../orders/store/event-row';
import { evolve } from '../domain/evolve';
import type { Change } from '../domain/history';
import { changeWithoutPersonalData, summaryWithoutPersonalData } from '../domain/personal-data';
import type { PostgresRepeatPaymentStore } from './postgres-store';
import type { RepeatPayment } from '../domain/repeat-payment';
import { bodyOf, COLUMNS, repeatPaymentRow, rowOfEntry } from './rows';
import { isFinal } from '../domain/status';
import { orphansToEnd } from '../domain/orphan-schedules';

const EVENTS: Statement = {
  name: 'events_of_repeat_payment',
  text: 'SELECT id, data FROM shop_events WHERE repeat_payment_id = $1 ORDER BY sequence',
};
const eventRow = z.object({ id: z.string(), data: jsonObject });

/** Of repeat payments. */
export function repeatPaymentErasure(
  database: Database,
  store: PostgresRepeatPaymentStore,
): Erasure<RepeatPayment, Change> {
  return new Erasure<RepeatPayment, Change>(database, {
    table: 'repeat_payments',
    columns: COLUMNS,
    history: 'repeat_payment_history',
    parts: ['repeat_payment_setups'],
    owner: 'repeat_payment_id',
    andOnly: 'asks = answered',
    row: repeatPaymentRow.transform(({ repeatPayment }) => repeatPayment),
    isOver,
    readHistory: (id) => store.history(id),
    evolve,
    bodyOf,
    partsOf: ({ setups }) => [setups],
    rowOfLine: rowOfEntry,
    changeWithoutPersonalData,
    eventsWithoutPersonalData: async (id) =>
      (await database.run(EVENTS, [id], eventRow)).map((event) => ({
        id: event.id,
        data: summaryWithoutPersonalData(event.data),
      })),
  });
}

/** Nor does anything run at Blink beside it that we have not ended. */
function isOver(repeatPayment: RepeatPayment): boolean {
  return isFinal(repeatPayment) && orphansToEnd(repeatPayment).length === 0;
}
