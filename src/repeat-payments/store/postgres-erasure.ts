import { Erasure } from '../../ledger/erasure';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import { jsonObject } from '../../orders/store/event-row';
import type { Database } from '../../postgres/database';
import { evolve } from '../domain/evolve';
import type { Change } from '../domain/history';
import { orphansToEnd } from '../domain/orphan-schedules';
import { changeWithoutPersonalData, summaryWithoutPersonalData } from '../domain/personal-data';
import type { RepeatPayment } from '../domain/repeat-payment';
import { isFinal } from '../domain/status';
import { rowOfEntry } from './append-statement';
import { REPEAT_PAYMENTS } from './repeat-payment-kind';
import { bodyOf } from './rows';

export function repeatPaymentErasure(database: Database): Erasure<RepeatPayment, Change, RepeatPaymentEvent> {
  return new Erasure<RepeatPayment, Change, RepeatPaymentEvent>(database, {
    ...REPEAT_PAYMENTS,
    parts: ['repeat_payment_setups'],
    andOnly: 'asks = answered',
    isOver,
    evolve,
    bodyOf,
    partsOf: ({ setups }) => [setups],
    rowOfLine: rowOfEntry,
    changeWithoutPersonalData,
    data: jsonObject,
    dataWithoutPersonalData: summaryWithoutPersonalData,
  });
}

/** Nor does anything run at Blink beside it that we have not ended. */
function isOver(repeatPayment: RepeatPayment): boolean {
  return isFinal(repeatPayment) && orphansToEnd(repeatPayment).length === 0;
}
