import { BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../../../src/blink/errors';
import { MINUTE, type Timers } from '../../../src/kernel/clock';
import { money } from '../../../src/kernel/money';
import { MemoryIdempotencyStore } from '../../../src/api/idempotency/memory-store';
import { MemoryOrderStore } from '../../../src/orders/store/memory-store';
import { VersionConflict } from '../../../src/orders/store/store';
import { changesOf, historyOf, opening } from '../../support/orders';
import type { Rig, RigOptions } from '../../support/rig';
import { call, wrapped, type RawAnswer, type RawCall } from './call';
import type { DescribedCall } from './described';
import { REPEAT_PAYMENT_REFUSALS } from './repeat-payment-provocations';
import { TERMINAL_REFUSALS } from './terminal-provocations';
import { openOrder, paidOrder, reservedOrder, worldOf } from './worlds';

/** One documented refusal of one call, and the product it is to be provoked in. */
export interface Occasion {
  readonly described: DescribedCall;
  readonly rig: Rig;
  /** Makes the call as documented, but for what is given, on the order with this id. */
  ask(orderId: string, changed?: RawCall & { readonly query?: string }): Promise<RawAnswer>;
}

export interface Provocation {
  readonly options?: () => RigOptions;
  readonly provoke: (occasion: Occasion) => Promise<RawAnswer>;
}

const NONE = 'ord_none';
const impatient: Timers = { after: (_, act) => void setImmediate(act) };

/** Ways to be refused that are the same for every call that documents them. */
export const SHARED: Readonly<Record<string, Provocation>> = {
  not_authenticated: simply(({ ask }) => ask(NONE, { key: null })),
  malformed_request: simply(({ ask }) => ask(NONE, { body: '{"a":' })),
  body_too_large: simply(({ ask }) => ask(NONE, { body: { a: 'x'.repeat(70_000) } })),
  unsupported_body: simply(({ ask }) => ask(NONE, { headers: { 'content-type': 'text/plain' }, body: 'a' })),
  invalid_input: simply(({ ask }) => ask(NONE, { query: '?colour=blue' })),
  not_found: simply(({ ask }) => ask(NONE)),
  idempotency_key_reused: simply(async ({ rig, ask }) => {
    const headers = { 'idempotency-key': 'k' };
    await rig.api('POST', '/orders', { reference: 'another', amount: 1, currency: 'GBP' }, headers);
    return ask(NONE, { headers });
  }),
  idempotency_key_in_use: {
    options: () => {
      const running = () => Promise.resolve({ kind: 'running' } as const);
      const idempotency = wrapped(new MemoryIdempotencyStore(), { claim: running });
      return { replace: () => ({ idempotency, timers: impatient }) };
    },
    provoke: ({ ask }) => ask(NONE, { headers: { 'idempotency-key': 'k' } }),
  },
  order_changed: simply(async ({ rig, described, ask }) => {
    const order = await arranged(rig, described);
    breakOrders(rig, { append: () => Promise.reject(new VersionConflict()) });
    return ask(order);
  }),
  internal_error: simply(async ({ rig, ask }) => {
    const broken = () => Promise.reject(new Error('disk full'));
    breakOrders(rig, {
      ...{ append: broken, find: broken, list: broken, feed: broken },
      ...{ event: broken, eventsBetween: broken },
    });
    return ask(NONE);
  }),
  blink_unavailable: whenReadingEndsWith(new BlinkUnavailable('Reading a transaction', 'no answer in time')),
  blink_refused: whenReadingEndsWith(new BlinkRefused('reading a transaction', 403, { reason: 'Forbidden' })),
  blink_unreadable: whenReadingEndsWith(new BlinkUnreadable('reading a transaction', 'not JSON')),
};

/** Ways to be refused that belong to one call. */
export const OWN: Readonly<Record<string, Provocation>> = {
  'createOrder store_full': {
    options: () => ({ replace: () => ({ orders: new MemoryOrderStore({ maxOrders: 1 }) }) }),
    provoke: async ({ rig, ask }) => {
      await openOrder(rig);
      return ask(NONE);
    },
  },
  'amendOrder order_not_amendable': onOrder(paidOrder),
  'cancelOrder order_not_cancellable': onOrder(paidOrder),
  'cancelOrder reservation_busy': onOrder(reservedOrder, async ({ sandbox, api }, id) => {
    sandbox.notifications.withhold(true);
    sandbox.breakNext({ method: 'POST', path: '/cancels' }, { kind: 'reset-before' });
    await api('POST', `/orders/${id}/cancel`);
  }),
  'cancelOrder release_refused': onOrder(reservedOrder, ({ sandbox }) =>
    sandbox.breakNext({ method: 'POST', path: '/cancels' }, no('Transaction cannot be cancelled')),
  ),
  'cancelOrder reservation_not_moved': onOrder(reservedOrder, withoutTokens),
  'captureOrder order_not_capturable': onOrder(paidOrder),
  'captureOrder nothing_reserved': onOrder((rig) => {
    rig.sandbox.nextPayment({ outcome: 'approved-first' });
    return paidOrder(rig);
  }),
  'captureOrder capture_too_large': onOrder(
    (rig) => paidOrder(rig, { amount: 500, capture: 'manual' }),
    nothingMore,
    { amount: 1099 },
  ),
  'captureOrder reservation_busy': onOrder(reservedOrder, async ({ sandbox, api }, id) => {
    sandbox.notifications.withhold(true);
    sandbox.breakNext({ method: 'POST', path: '/captures' }, { kind: 'reset-before' });
    await api('POST', `/orders/${id}/capture`);
  }),
  'captureOrder capture_refused': onOrder(reservedOrder, ({ sandbox }) =>
    sandbox.breakNext({ method: 'POST', path: '/captures' }, no('Transaction must be in approved state')),
  ),
  'captureOrder reservation_not_moved': onOrder(reservedOrder, withoutTokens),
  'refundOrder order_not_refundable': onOrder(openOrder),
  'refundOrder method_not_refundable': onOrder(orderPaidByDirectDebit),
  'refundOrder refund_too_large': onOrder((rig) => paidOrder(rig, { amount: 500 }), nothingMore, {
    amount: 1099,
  }),
  'refundOrder refundable_changed': onOrder((rig) => paidOrder(rig, { amount: 500 })),
  'refundOrder refundable_unknown': onOrder(settledOrder, ({ sandbox }) => {
    for (const { id, captured } of sandbox.ledger()) if (captured > 0) sandbox.portal.refund(id, 1);
  }),
  'refundOrder refund_outcome_unknown': onOrder(settledOrder, async ({ sandbox, api }, id) => {
    sandbox.breakNext({ method: 'POST', path: '/refunds' }, { kind: 'reset-before' });
    await api('POST', `/orders/${id}/refunds`);
  }),
  'refundOrder refund_before_settlement': onOrder(paidOrder, nothingMore, { amount: 1 }),
  'refundOrder refund_refused': onOrder(settledOrder, ({ sandbox }) =>
    sandbox.breakNext({ method: 'POST', path: '/refunds' }, no('Transaction cannot be refunded')),
  ),
  'refundOrder refund_not_sent': onOrder(settledOrder, withoutTokens),
  'redeliverEvent events_not_delivered': simply(async ({ rig }) => {
    const { id } = await paidOrder(rig);
    const { body } = await rig.api('GET', `/orders/${id}/events`);
    return call(rig, 'POST', `/api/v1/events/${body.data[0].id}/redeliver`);
  }),
  'redeliverEvents events_not_delivered': simply(({ ask }) => ask(NONE)),
  'nameTransaction transaction_not_of_order': onOrder(openOrder),
  'closeReview nothing_to_review': onOrder(openOrder),
  'closeReview resolution_does_not_fit': onOrder(settledOrder, async ({ sandbox, api }, id) => {
    sandbox.breakNext({ method: 'POST', path: '/refunds' }, { kind: 'reset-before' });
    await api('POST', `/orders/${id}/refunds`);
  }),
  ...REPEAT_PAYMENT_REFUSALS,
  ...TERMINAL_REFUSALS,
};

function simply(provoke: Provocation['provoke']): Provocation {
  return { provoke };
}

/**
 * @param before what else has happened to the order
 * @param body in the place of the documented one
 */
function onOrder(
  make: (rig: Rig) => Promise<{ readonly id: string }>,
  before: (rig: Rig, id: string) => unknown = nothingMore,
  body?: object,
): Provocation {
  return simply(async ({ rig, ask }) => {
    const { id } = await make(rig);
    await before(rig, id);
    return ask(id, body ? { body } : {});
  });
}

function nothingMore(): void {
  // the order is as the call needs it
}

/** A charge whose answer was lost leaves a transaction to be read; the reading is what fails. */
function whenReadingEndsWith(error: Error): Provocation {
  return simply(async ({ rig, described, ask }) => {
    const order = await arranged(rig, described);
    Object.assign(rig.dependencies.payments.blink.transactions, { get: () => Promise.reject(error) });
    return ask(order, described.method === 'GET' ? { query: '?refresh=true' } : {});
  });
}

/** Makes the call possible, and says which order it is about. */
async function arranged(rig: Rig, described: DescribedCall): Promise<string> {
  await worldOf(described.id)(rig);
  const { body } = await rig.api('GET', '/orders?limit=1');
  return body.data[0].id as string;
}

function breakOrders(rig: Rig, broken: Partial<MemoryOrderStore>): void {
  Object.assign(rig.dependencies.payments.orders, broken);
}

function no(message: string) {
  return { kind: 'status', status: 400, body: { success: false, message } } as const;
}

/** Blink gives no token, and without one nothing can be asked of it. */
function withoutTokens(rig: Rig): void {
  rig.sandbox.revokeTokens();
  rig.advance(31 * MINUTE);
  rig.sandbox.breakNext({ method: 'POST', path: '/tokens', times: 99 }, { kind: 'html' });
}

async function settledOrder(rig: Rig): Promise<{ readonly id: string }> {
  const order = await paidOrder(rig);
  rig.sandbox.settle();
  return order;
}

async function orderPaidByDirectDebit(rig: Rig): Promise<{ readonly id: string }> {
  const opened = opening({ method: 'direct_debit', amount: money(2500, 'GBP') });
  const go = changesOf(opened.attemptId);
  return rig.dependencies.payments.orders.append(null, historyOf([opened, go.claimed(), go.captured()]));
}
