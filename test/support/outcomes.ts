import { sumOf } from '../../src/ledger/kind';
import type { Entry } from '../../src/orders/domain/history';
import type { Order } from '../../src/orders/domain/order';
import { ORDERS } from '../../src/orders/store/order-kind';
import type { Entry as PlanEntry } from '../../src/repeat-payments/domain/history';
import type { RepeatPayment } from '../../src/repeat-payments/domain/repeat-payment';
import { REPEAT_PAYMENTS } from '../../src/repeat-payments/store/repeat-payment-kind';

/** The order that results from entries, and the events of each. */
export function outcomeOf(before: Order | null, entries: readonly Entry[]) {
  const { state: order, events } = sumOf(ORDERS, before, entries);
  return { order, events };
}

/** The repeat payment that results from entries, and the events of each. */
export function planOutcomeOf(before: RepeatPayment | null, entries: readonly PlanEntry[]) {
  const { state: repeatPayment, events } = sumOf(REPEAT_PAYMENTS, before, entries);
  return { repeatPayment, events };
}
