import { DAY, later, MINUTE, SECOND } from '../../src/kernel/clock';
import { createOrder } from '../../src/orders/store/change-order';
import { evolve } from '../../src/orders/domain/evolve';
import type { OrderChange } from '../../src/orders/domain/history';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import type { AttemptStatus, Order } from '../../src/orders/domain/order';
import { OrderNotFound } from '../../src/orders/store/store';
import { decidedByTime, applyTimeouts } from '../../src/orders/use-cases/apply-timeouts';
import {
  changesOf,
  entriesAfter,
  newIntent,
  newOrder,
  NOW,
  opening,
  orderAfter,
  orderFrom,
  orderWithAttempt,
} from '../support/orders';
import { TestClock } from '../support/test-clock';
import type { PaymentMethod } from '../../src/payments/methods';

const CHARGED_AT = later(NOW, 2_000);
const INTENT_END = later(NOW, 20 * MINUTE);

function orderThatIs(status: AttemptStatus, method: PaymentMethod = 'card') {
  const intent = newIntent({ expiresAt: INTENT_END });
  return orderWithAttempt(status, {
    order: { expiresAt: later(NOW, 10 * MINUTE) },
    attempt: { method, intent },
  });
}

function then(order: Order, ...changes: readonly OrderChange[]): Order {
  return entriesAfter(order, changes, CHARGED_AT).reduce<Order>(evolve, order);
}

const types = (order: Order, now: Date) => decidedByTime(order, now).map(({ type }) => type);
const flagged: OrderChange = { type: 'review_flagged', reason: 'outcome_unknown' };

describe('what time alone decides', () => {
  it.each<[string, Order, Date, readonly string[]]>([
    [
      'a charge without an answer',
      orderThatIs('charging').order,
      later(CHARGED_AT, 2 * MINUTE),
      ['outcome_unknown'],
    ],
    ['a challenge', orderThatIs('challenged').order, later(INTENT_END, 2 * MINUTE), ['attempt_abandoned']],
    ['an unknown outcome', orderThatIs('unknown').order, later(CHARGED_AT, 15 * MINUTE), ['review_flagged']],
    [
      'a payment that stays pending',
      orderThatIs('pending').order,
      later(CHARGED_AT, 15 * MINUTE),
      ['review_flagged'],
    ],
    [
      'a direct debit that has come to nothing by the day of its last read',
      orderThatIs('pending', 'direct_debit').order,
      later(CHARGED_AT, 90 * DAY),
      ['review_flagged'],
    ],
    [
      'an unknown outcome that a human knows of',
      then(orderThatIs('unknown').order, flagged),
      later(INTENT_END, 2 * MINUTE),
      ['attempt_abandoned'],
    ],
    ['an open order', orderFrom({ expiresAt: later(NOW, MINUTE) }), later(NOW, MINUTE), ['order_expired']],
    [
      'an open order with an attempt that was not used',
      orderThatIs('ready').order,
      later(NOW, 10 * MINUTE),
      ['attempt_abandoned', 'order_expired'],
    ],
  ])('of %s, not a millisecond too early and however late', (_, order, at, expected) => {
    expect(types(order, later(at, -1))).toEqual([]);
    expect(types(order, at)).toEqual(expected);
    expect(types(order, later(at, 1_000 * MINUTE))).toEqual(expected);
  });

  it('is nothing of a direct debit that clears, in months', () => {
    expect(types(orderThatIs('pending', 'direct_debit').order, later(NOW, 100_000 * MINUTE))).toEqual([]);
  });

  it('is nothing of a transaction that is known and says nothing that fits: only a human can tell', () => {
    const { order, attemptId, go } = orderThatIs('challenged');
    const held = then(order, go.unknown(`BL-${attemptId}`), {
      type: 'review_flagged',
      reason: 'wrong_amount',
    });
    expect(types(held, later(NOW, 100_000 * MINUTE))).toEqual([]);
  });

  it.each(['captured', 'reversed'] as const)('is nothing of money that is there: %s', (status) => {
    expect(types(orderThatIs(status).order, later(NOW, 100_000 * MINUTE))).toEqual([]);
  });

  it('is nothing of an order that is closed', () => {
    expect(types(orderAfter({ type: 'order_cancelled' }), later(NOW, 100_000 * MINUTE))).toEqual([]);
  });

  it('closes no order whose time is over while a payment is under way', () => {
    expect(types(orderThatIs('challenged').order, later(NOW, 11 * MINUTE))).toEqual([]);
  });
});

describe('letting time pass', () => {
  async function kept(...changes: readonly OrderChange[]) {
    const clock = new TestClock(NOW.getTime());
    const orders = new MemoryOrderStore();
    const wanted = newOrder({ expiresAt: later(NOW, 10 * MINUTE) });
    const order = await createOrder({ orders, clock }, wanted, { by: 'api' });
    if (changes.length > 0) await orders.append(order, entriesAfter(order, changes));
    return { ledger: { orders, clock }, clock, id: order.id };
  }

  it('writes down everything that follows, step by step, and then nothing more', async () => {
    const attempt = opening({ intent: newIntent({ expiresAt: INTENT_END }) });
    const { ledger, clock, id } = await kept(attempt, changesOf(attempt.attemptId).claimed());
    clock.advance(60 * MINUTE);
    const order = await applyTimeouts(ledger, id, { by: 'sweep' });
    const history = await ledger.orders.history(id);
    expect(history.slice(3).map(({ change, by }) => [change.type, by])).toEqual([
      ['outcome_unknown', 'sweep'],
      ['review_flagged', 'sweep'],
      ['attempt_abandoned', 'sweep'],
      ['order_expired', 'sweep'],
    ]);
    expect(order.closed?.as).toBe('expired');
    expect(order.review?.reason).toBe('outcome_unknown');
    expect(await applyTimeouts(ledger, id, { by: 'sweep' })).toEqual(order);
    expect(await ledger.orders.history(id)).toHaveLength(history.length);
  });

  it('leaves an order as it is before its moment', async () => {
    const { ledger, clock, id } = await kept();
    clock.advance(10 * MINUTE - SECOND);
    expect((await applyTimeouts(ledger, id, { by: 'sweep' })).version).toBe(1);
  });

  it('writes each decision once however many look at once', async () => {
    const { ledger, clock, id } = await kept();
    clock.advance(10 * MINUTE);
    await Promise.all(Array.from({ length: 20 }, () => applyTimeouts(ledger, id, { by: 'system' })));
    expect((await ledger.orders.history(id)).map(({ change }) => change.type)).toEqual([
      'order_created',
      'order_expired',
    ]);
  });

  it('is about an order that there is', async () => {
    const { ledger } = await kept();
    await expect(applyTimeouts(ledger, 'ord_none', { by: 'sweep' })).rejects.toThrow(OrderNotFound);
  });
});
