import type { OrderChange } from '../../src/orders/domain/history';
import {
  moneyFactsOf,
  payingAttempt,
  refundableOf,
  type MoneyFacts,
} from '../../src/orders/domain/money-facts';
import type { Order } from '../../src/orders/domain/order';
import {
  changesOf,
  NOW,
  entriesAfter,
  opening,
  orderAfter,
  orderWith,
  refundFailed,
  refundSucceeded,
  refundUnknown,
} from '../support/orders';
import { evolve } from '../../src/orders/domain/evolve';

const [first, second] = [opening(), opening()];
const [one, two] = [changesOf(first.attemptId), changesOf(second.attemptId)];
const paid = [first, one.claimed(), one.captured()];
const paidTwice = [...paid, second, two.claimed(), two.captured()];

const NOTHING: MoneyFacts = { authorised: 0, captured: 0, refunded: 0, refundable: 0, reversed: 0 };

describe('the money of an order', () => {
  it.each<[string, readonly OrderChange[], Partial<MoneyFacts>]>([
    ['that nobody paid', [first], {}],
    ['under way', [first, one.claimed(), one.pending()], {}],
    ['that was refused', [first, one.claimed(), one.declined()], {}],
    ['that is reserved', [first, one.claimed(), one.authorised()], { authorised: 25_00 }],
    ['whose reserve was let go', [first, one.claimed(), one.authorised(), one.abandoned()], {}],
    ['that is paid', paid, { captured: 25_00, refundable: 25_00 }],
    [
      'that was reserved and taken in part',
      [first, one.claimed(), one.authorised(), one.captured(20_00)],
      { captured: 20_00, refundable: 20_00 },
    ],
    [
      'with a refund under way',
      [...paid, one.refundClaimed('r', 5_00)],
      { captured: 25_00, refundable: 20_00 },
    ],
    [
      'with a refund of unknown outcome',
      [...paid, one.refundClaimed('r', 5_00), refundUnknown('r')],
      { captured: 25_00, refundable: 20_00 },
    ],
    [
      'with a refund that failed',
      [...paid, one.refundClaimed('r', 5_00), refundFailed('r')],
      { captured: 25_00, refundable: 25_00 },
    ],
    [
      'with refunds of every kind',
      [
        ...paid,
        one.refundClaimed('a', 5_00), refundSucceeded('a'),
        one.refundClaimed('b', 6_00), refundSucceeded('b'),
        one.refundClaimed('c', 7_00), refundFailed('c'),
        one.refundClaimed('d', 1_00), refundUnknown('d'),
        one.refundClaimed('e', 2_00),
      ],
      { captured: 25_00, refunded: 11_00, refundable: 11_00 },
    ], // prettier-ignore
    ['that was taken back', [...paid, one.reversed()], { captured: 25_00, reversed: 25_00 }],
    [
      'that was given back in part and then taken back',
      [...paid, one.refundClaimed('r', 5_00), refundSucceeded('r'), one.reversed(20_00)],
      { captured: 25_00, refunded: 5_00, reversed: 20_00 },
    ],
    [
      'that was paid twice, of which the second does not count',
      paidTwice,
      { captured: 25_00, refundable: 25_00 },
    ],
    [
      'that was paid twice and of which the second was given back',
      [...paidTwice, two.refundClaimed('r', 25_00, 'duplicate'), refundSucceeded('r')],
      { captured: 25_00, refundable: 25_00 },
    ],
    [
      'that was taken back and paid again, in part',
      [...paid, one.reversed(), second, two.claimed(), two.captured(20_00)],
      { captured: 20_00, refundable: 20_00 },
    ],
    [
      'that was paid and has a reserve beside it',
      [...paid, second, two.claimed(), two.authorised()],
      { captured: 25_00, refundable: 25_00 },
    ],
  ])('%s', (_, changes, expected) => {
    expect(moneyFactsOf(orderAfter(...changes))).toEqual({ ...NOTHING, ...expected });
  });
});

describe('the attempt that pays', () => {
  const payerOf = (order: Order) => payingAttempt(order)?.id ?? null;

  it('is none before money came', () => {
    expect(payerOf(orderAfter(first, one.claimed(), one.authorised()))).toBeNull();
  });

  it('is the first whose money came, not the first that was tried', () => {
    const order = orderAfter(
      first,
      one.claimed(),
      one.challenged(),
      one.abandoned(),
      second,
      two.claimed(),
      two.captured(),
    );
    expect(payerOf(orderWith(order, one.captured()))).toBe(second.attemptId);
  });

  it('is the first that was tried when all money came at one moment', () => {
    const tried = orderAfter(first, second, one.claimed(), two.claimed());
    const captured = entriesAfter(tried, [two.captured(), one.captured()], NOW).reduce<Order>(evolve, tried);
    expect(payerOf(captured)).toBe(first.attemptId);
  });

  it('is the next that stands when the first was taken back', () => {
    expect(payerOf(orderAfter(...paidTwice, one.reversed()))).toBe(second.attemptId);
    expect(payerOf(orderAfter(...paidTwice, one.reversed(), two.reversed()))).toBe(first.attemptId);
  });

  it('stays the same when the other is given back, and when that fails', () => {
    const claimed = orderAfter(...paidTwice, two.refundClaimed('r', 25_00, 'duplicate'));
    for (const order of [
      claimed,
      orderWith(claimed, refundSucceeded('r')),
      orderWith(claimed, refundFailed('r')),
    ]) {
      expect(payerOf(order)).toBe(first.attemptId);
    }
  });

  it('is the other when the first is given back, and the first again when that fails', () => {
    const claimed = orderAfter(...paidTwice, one.refundClaimed('r', 25_00, 'duplicate'));
    expect(payerOf(claimed)).toBe(second.attemptId);
    expect(payerOf(orderWith(claimed, refundSucceeded('r')))).toBe(second.attemptId);
    expect(payerOf(orderWith(claimed, refundFailed('r')))).toBe(first.attemptId);
  });

  it('stays the same when the shop refunds it', () => {
    const refunded = orderAfter(...paidTwice, one.refundClaimed('r', 25_00), refundSucceeded('r'));
    expect(payerOf(refunded)).toBe(first.attemptId);
  });
});

describe('a second payment', () => {
  it.each(['direct_debit', 'open_banking'] as const)(
    'by %s is nothing that Blink can give back',
    (method) => {
      const order = orderAfter({ ...first, method }, one.claimed(), one.captured());
      expect(moneyFactsOf(order)).toMatchObject({ captured: 25_00, refundable: 0 });
      expect(() => orderWith(order, one.refundClaimed('r', 1))).toThrow('0 is left of the payment');
    },
  );

  it('is refundable by itself', () => {
    const order = orderAfter(...paidTwice, two.refundClaimed('r', 20_00, 'duplicate'));
    const [payer, other] = order.attempts;
    expect(payer && refundableOf(order, payer)).toBe(25_00);
    expect(other && refundableOf(order, other)).toBe(5_00);
  });
});
