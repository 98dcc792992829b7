import fc from 'fast-check';
import { later, SECOND } from '../../src/kernel/clock';
import type { OrderChange } from '../../src/orders/domain/history';
import { replay } from '../../src/orders/domain/evolve';
import { ATTEMPT_STATUSES, type AttemptStatus } from '../../src/orders/domain/order';
import {
  asksForOrder,
  isFinal,
  isInFlight,
  isPayable,
  liveAttempt,
  statusOf,
  type OrderStatus,
} from '../../src/orders/domain/status';
import {
  changesOf,
  NOW,
  opening,
  orderAfter,
  orderFrom,
  orderWith,
  orderWithAttempt,
  refundFailed,
  refundSucceeded,
  refundUnknown,
} from '../support/orders';
import { legalHistory } from '../support/legal-changes';

const [first, second] = [opening(), opening()];
const [one, two] = [changesOf(first.attemptId), changesOf(second.attemptId)];
const paid = [first, one.claimed(), one.captured()];
const cancelled: OrderChange = { type: 'order_cancelled' };
const expired: OrderChange = { type: 'order_expired' };

const BY_ATTEMPT: Readonly<Record<AttemptStatus, OrderStatus>> = {
  ready: 'open',
  charging: 'processing',
  challenged: 'processing',
  pending: 'processing',
  unknown: 'processing',
  authorised: 'authorised',
  captured: 'paid',
  declined: 'open',
  abandoned: 'open',
  reversed: 'reversed',
};

describe('the status of an order', () => {
  it.each(ATTEMPT_STATUSES)('with one attempt that is %s', (status) => {
    expect(statusOf(orderWithAttempt(status).order)).toBe(BY_ATTEMPT[status]);
  });

  it.each<[OrderStatus, string, readonly OrderChange[]]>([
    ['open', 'nothing was tried', []],
    ['cancelled', 'it was closed', [cancelled]],
    ['expired', 'its time ran out', [expired]],
    ['expired', 'a payment that came to nothing was the last', [first, one.claimed(), one.declined(), expired]],
    ['processing', 'a payment is under way, closed or not', [first, one.abandoned(), expired, one.pending()]],
    ['authorised', 'money is reserved, closed or not', [first, one.abandoned(), cancelled, one.authorised()]],
    ['authorised', 'another payment is under way', [first, second, one.claimed(), one.authorised(), two.claimed()]],
    ['paid', 'money came, closed or not', [first, one.abandoned(), expired, one.captured()]],
    ['paid', 'another payment is under way', [...paid, second, two.claimed()]],
    ['paid', 'another payment is reserved', [...paid, second, two.claimed(), two.authorised()]],
    ['paid', 'less than what was reserved was taken', [first, one.claimed(), one.authorised(), one.captured(1)]],
    ['paid', 'a refund is only claimed', [...paid, one.refundClaimed('r', 25_00)]],
    ['paid', 'a refund failed', [...paid, one.refundClaimed('r', 25_00), refundFailed('r')]],
    ['paid', 'nobody knows what became of a refund', [...paid, one.refundClaimed('r', 25_00), refundUnknown('r')]],
    ['paid', 'the first payment was taken back and the second stands', [...paid, one.reversed(), second, two.claimed(), two.captured()]],
    ['paid', 'the first payment is given back because there are two', [...paid, second, two.claimed(), two.captured(), one.refundClaimed('r', 25_00, 'duplicate'), refundSucceeded('r')]],
    ['paid', 'the second payment was given back', [...paid, second, two.claimed(), two.captured(), two.refundClaimed('r', 25_00, 'duplicate'), refundSucceeded('r')]],
    ['partially_refunded', 'some was given back', [...paid, one.refundClaimed('r', 1), refundSucceeded('r')]],
    ['refunded', 'all was given back', [...paid, one.refundClaimed('r', 25_00), refundSucceeded('r')]],
    ['refunded', 'all was given back piece by piece', [...paid, one.refundClaimed('r', 24_99), refundSucceeded('r'), one.refundClaimed('s', 1), refundSucceeded('s')]],
    ['refunded', 'all that was taken was given back', [first, one.claimed(), one.authorised(), one.captured(10_00), one.refundClaimed('r', 10_00), refundSucceeded('r')]],
    ['refunded', 'another payment is under way', [...paid, one.refundClaimed('r', 25_00), refundSucceeded('r'), second, two.claimed()]],
    ['reversed', 'money was taken back', [...paid, one.reversed()]],
    ['reversed', 'money was taken back after some was given back', [...paid, one.refundClaimed('r', 1), refundSucceeded('r'), one.reversed()]],
    ['reversed', 'part of it was taken back', [...paid, one.reversed(1)]],
    ['reversed', 'another payment is under way', [...paid, one.reversed(), second, two.claimed()]],
  ])('is %s when %s', (status, _, changes) => {
    expect(statusOf(orderAfter(...changes))).toBe(status);
  }); // prettier-ignore
});

describe('an order', () => {
  it.each<[boolean, string, readonly OrderChange[]]>([
    [false, 'is open', []],
    [false, 'has a payment under way', [first, one.claimed()]],
    [false, 'has money reserved', [first, one.claimed(), one.authorised()]],
    [false, 'is paid and waits for a human', [...paid, { type: 'review_flagged', reason: 'paid_twice' }]],
    [false, 'is paid and has another payment under way', [...paid, second, two.claimed()]],
    [false, 'is paid and has a refund under way', [...paid, one.refundClaimed('r', 1)]],
    [false, 'is paid and has a refund of unknown outcome', [...paid, one.refundClaimed('r', 1), refundUnknown('r')]],
    [true, 'is paid', paid],
    [true, 'is paid and has a refund that failed', [...paid, one.refundClaimed('r', 1), refundFailed('r')]],
    [true, 'is refunded', [...paid, one.refundClaimed('r', 25_00), refundSucceeded('r')]],
    [true, 'is reversed', [...paid, one.reversed()]],
    [true, 'is cancelled', [cancelled]],
    [true, 'has run out', [first, one.abandoned(), expired]],
  ])('is final: %s, when it %s', (expected, _, changes) => {
    expect(isFinal(orderAfter(...changes))).toBe(expected);
  }); // prettier-ignore

  it('can be paid while it is open and its time is not over', () => {
    const expiresAt = later(NOW, 60 * SECOND);
    const order = orderFrom({ expiresAt });
    expect(isPayable(order, later(expiresAt, -1))).toBe(true);
    expect(isPayable(order, expiresAt)).toBe(false);
    expect(isPayable(orderWith(order, cancelled), NOW)).toBe(false);
  });

  it.each(ATTEMPT_STATUSES)('can be paid only while nothing is or may be paid: %s', (status) => {
    const isFree = ['ready', 'declined', 'abandoned'].includes(status);
    expect(isPayable(orderWithAttempt(status).order, NOW)).toBe(isFree);
  });

  it.each(ATTEMPT_STATUSES)('has a live attempt only while one is ready or under way: %s', (status) => {
    const { order, attemptId } = orderWithAttempt(status);
    const isLive = ['ready', 'charging', 'challenged', 'pending', 'unknown'].includes(status);
    expect(liveAttempt(order)?.id ?? null).toBe(isLive ? attemptId : null);
  });

  it('has money in flight from the claim on, and until its outcome is known', () => {
    const inFlight = ATTEMPT_STATUSES.filter((status) =>
      orderWithAttempt(status).order.attempts.some(isInFlight),
    );
    expect(inFlight).toEqual(['charging', 'challenged', 'pending', 'unknown']);
  });

  it('that can be paid has nothing in flight, nothing reserved and nothing taken, whatever happened', () => {
    fc.assert(
      fc.property(legalHistory, (history) => {
        const order = replay(history);
        if (!order || !isPayable(order, NOW)) return;
        expect(order.closed).toBeNull();
        expect(order.attempts.some(isInFlight)).toBe(false);
        expect(order.attempts.every(({ captured, authorised }) => captured === 0 && authorised === 0)).toBe(
          true,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('an attempt', () => {
  const { order } = orderWithAttempt('ready');
  const attempt = order.attempts[0]!;
  const other = { ...order, amount: { ...order.amount, minor: order.amount.minor + 1 } };

  it('asks for what its order asks for, in the same amount', () => {
    expect(asksForOrder(attempt, order)).toBe(true);
    expect(asksForOrder(attempt, other)).toBe(false);
  });

  it('asks for nothing that is certain while its amount at Blink is in doubt, also where ours agree', () => {
    expect(asksForOrder({ ...attempt, isAmountInDoubt: true }, order)).toBe(false);
    expect(asksForOrder({ ...attempt, isAmountInDoubt: true }, other)).toBe(false);
  });
});
