import { later } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import { evolve, replay } from '../../src/orders/domain/evolve';
import type { OrderChange } from '../../src/orders/domain/history';
import { ATTEMPT_STATUSES, type Order } from '../../src/orders/domain/order';
import {
  CHALLENGE,
  changesOf,
  entriesAfter,
  historyOf,
  newOrder,
  NOW,
  opening,
  orderAfter,
  orderWith,
  orderWithAttempt,
  refundFailed,
  refundSucceeded,
  refundUnknown,
  SHOPPER,
} from '../support/orders';

function refusal(order: Order | null, ...changes: readonly OrderChange[]): () => unknown {
  return () => entriesAfter(order, changes).reduce<Order | null>(evolve, order);
}

describe('an order', () => {
  it('begins with nothing paid and nothing tried', () => {
    const wanted = newOrder();
    expect(replay(historyOf([], wanted))).toEqual({
      ...wanted,
      createdAt: NOW,
      closed: null,
      attempts: [],
      refunds: [],
      review: null,
      settledReviews: [],
      version: 1,
    });
  });

  it('is nothing without a history', () => {
    expect(replay([])).toBeNull();
  });

  it.each([
    ['without its creation', [{ ...historyOf([{ type: 'order_cancelled' }])[1], sequence: 1 }]],
    ['that starts in the middle', [{ ...historyOf([])[0], sequence: 2 }]],
    ['with a gap', [historyOf([])[0], { ...historyOf([{ type: 'order_cancelled' }])[1], sequence: 3 }]],
    ['with an entry twice', [historyOf([])[0], historyOf([])[0]]],
  ])('is not read from a history %s', (_, entries) => {
    expect(() => replay(entries as Parameters<typeof replay>[0])).toThrow();
  });

  it('is created once', () => {
    expect(refusal(orderAfter(), { type: 'order_created', order: newOrder() })).toThrow('created once');
  });

  it('takes from an amendment what it names, and nothing else', () => {
    const order = orderAfter();
    const amended = orderWith(order, {
      type: 'order_amended',
      amendment: { amount: money(30_00, 'GBP'), description: null, metadata: undefined },
    });
    expect(amended).toEqual({ ...order, amount: money(30_00, 'GBP'), description: null, version: 2 });
  });

  it('is closed at the moment that says so', () => {
    expect(orderAfter({ type: 'order_cancelled' }).closed).toEqual({
      as: 'cancelled',
      at: later(NOW, 1_000),
    });
    expect(orderAfter({ type: 'order_expired' }).closed).toEqual({ as: 'expired', at: later(NOW, 1_000) });
  });

  it('waits for a human until one says otherwise', () => {
    const flagged = orderAfter({ type: 'review_flagged', reason: 'paid_twice' });
    expect(flagged.review).toEqual({ reason: 'paid_twice', at: later(NOW, 1_000) });
    expect(
      orderWith(flagged, { type: 'review_closed', resolution: 'dismissed', note: '' }).review,
    ).toBeNull();
  });

  it('is never changed in place', () => {
    const { order, go } = orderWithAttempt('charging');
    const before = structuredClone(order);
    orderWith(order, go.captured(), go.refundClaimed('ref_1', 1), { type: 'order_expired' });
    expect(order).toEqual(before);
  });
});

describe('an attempt', () => {
  it('is opened with nothing charged', () => {
    const change = opening();
    const { attemptId, method, nonce, amount, intent } = change;
    expect(orderAfter(change).attempts).toEqual([
      {
        id: attemptId,
        method,
        nonce,
        amount,
        isAmountInDoubt: false,
        intent,
        status: 'ready',
        createdAt: later(NOW, 1_000),
        chargedAt: null,
        transactionId: null,
        authorisationId: null,
        challenge: null,
        declineReason: null,
        authorised: 0,
        captured: 0,
        reversed: 0,
        authorisedAt: null,
        capturedAt: null,
        heldAsCaptured: false,
        claim: null,
        surplus: null,
        reversalReason: null,
        reversedInPart: false,
        accepted: false,
        turnedAwayAt: null,
        setAside: false,
      },
    ]);
  });

  it('is opened once', () => {
    const { order, attemptId } = orderWithAttempt('ready');
    expect(refusal(order, opening({ attemptId }))).toThrow('opened once');
  });

  it('must be of the order that it is changed in', () => {
    const { order } = orderWithAttempt('ready');
    expect(refusal(order, changesOf('att_elsewhere').claimed())).toThrow('no such attempt');
  });

  it('moves, and leaves the other attempts of its order what they are', () => {
    const [one, other] = [opening(), opening()];
    const order = orderAfter(one, changesOf(one.attemptId).abandoned(), other);
    const moved = orderWith(order, changesOf(other.attemptId).claimed());
    expect(moved.attempts[0]).toEqual(order.attempts[0]);
    expect(moved.attempts[1]).toEqual({
      ...order.attempts[1],
      status: 'charging',
      chargedAt: later(NOW, 4_000),
    });
  });

  it('brings the customer who paid', () => {
    const { order, attemptId } = orderWithAttempt('ready');
    const customer = { ...SHOPPER, name: 'Grace Hopper', address: null };
    expect(orderWith(order, { type: 'charge_claimed', attemptId, customer }).customer).toEqual(customer);
  });

  it('is as good as before when nothing was sent', () => {
    const { order, go } = orderWithAttempt('charging');
    expect(orderWith(order, go.withdrawn()).attempts[0]).toMatchObject({ status: 'ready', chargedAt: null });
  });

  it.each(ATTEMPT_STATUSES.filter((status) => status !== 'ready'))(
    'keeps the amount that was charged: %s',
    (status) => {
      const { order, go } = orderWithAttempt(status);
      expect(refusal(order, go.amended(1))).toThrow(`An attempt that is ${status} cannot be amended`);
    },
  );

  it('follows its order while it was not used', () => {
    const { order, go } = orderWithAttempt('ready');
    expect(orderWith(order, go.amended(30_00)).attempts[0]?.amount).toEqual(money(30_00, 'GBP'));
  });

  it('knows where the bank waits only while it does', () => {
    const { order, go } = orderWithAttempt('challenged');
    expect(order.attempts[0]?.challenge).toEqual(CHALLENGE);
    const next = [go.pending(), go.unknown(), go.authorised(), go.captured(), go.declined(), go.abandoned()];
    for (const change of next) expect(orderWith(order, change).attempts[0]?.challenge).toBeNull();
  });

  it('says why it was refused only while it is', () => {
    const { order, go } = orderWithAttempt('declined');
    expect(order.attempts[0]?.declineReason).toBe('Insufficient funds');
    const next = [go.pending(), go.unknown('BL-1'), go.authorised(), go.captured()];
    for (const change of next) expect(orderWith(order, change).attempts[0]?.declineReason).toBeNull();
  });

  it('keeps a transaction that is known when a later change names none', () => {
    const { order, go, attemptId } = orderWithAttempt('charging');
    const known = orderWith(order, go.unknown('BL-9'));
    expect(orderWith(known, go.abandoned()).attempts[0]?.transactionId).toBe('BL-9');
    expect(
      orderWith(known, { type: 'attempt_declined', attemptId, transactionId: null, reason: null }).attempts[0]
        ?.transactionId,
    ).toBe('BL-9');
  });

  it('is watched from the moment that Blink knows of it, although we never charged it', () => {
    const { order, go } = orderWithAttempt('abandoned');
    expect(order.attempts[0]?.chargedAt).toBeNull();
    for (const change of [go.pending(), go.unknown('BL-1'), go.authorised(), go.captured()]) {
      expect(orderWith(order, change).attempts[0]?.chargedAt).toEqual(later(NOW, 3_000));
    }
    const { order: charged, go: then } = orderWithAttempt('charging');
    expect(orderWith(charged, then.captured()).attempts[0]?.chargedAt).toEqual(later(NOW, 2_000));
  });

  it('counts a reserve only while it stands', () => {
    const { order, go } = orderWithAttempt('authorised');
    expect(order.attempts[0]).toMatchObject({ authorised: 25_00, captured: 0 });
    expect(orderWith(order, go.declined()).attempts[0]).toMatchObject({ authorised: 0 });
    expect(orderWith(order, go.abandoned()).attempts[0]).toMatchObject({ authorised: 0 });
    expect(orderWith(order, go.captured(20_00)).attempts[0]).toMatchObject({
      authorised: 25_00,
      captured: 20_00,
      capturedAt: later(NOW, 4_000),
    });
  });

  it('remembers what was captured when it is taken back', () => {
    const { order } = orderWithAttempt('reversed');
    expect(order.attempts[0]).toMatchObject({ captured: 25_00, reversed: 25_00, status: 'reversed' });
  });
});

describe('a refund', () => {
  const { order: paid, go, attemptId } = orderWithAttempt('captured');

  it('is claimed before it is made', () => {
    expect(orderWith(paid, go.refundClaimed('ref_1', 10_00, 'late')).refunds).toEqual([
      {
        id: 'ref_1',
        attemptId,
        amount: 10_00,
        kind: 'late',
        reason: null,
        status: 'claimed',
        createdAt: later(NOW, 4_000),
        failure: null,
      },
    ]);
  });

  it('is claimed once', () => {
    const claimed = orderWith(paid, go.refundClaimed('ref_1', 10_00));
    expect(refusal(claimed, go.refundClaimed('ref_1', 10_00))).toThrow('claimed once');
  });

  it.each([0, -1, 0.5, NaN, 25_01, Infinity])('is never of %p pence of £25.00', (amount) => {
    expect(refusal(paid, go.refundClaimed('ref_1', amount))).toThrow('Cannot refund');
  });

  it('never takes more than what the others, also those of unknown outcome, have left', () => {
    const some = orderWith(
      paid,
      go.refundClaimed('ref_1', 10_00),
      go.refundClaimed('ref_2', 5_00),
      refundUnknown('ref_2'),
      go.refundClaimed('ref_3', 6_00),
      refundSucceeded('ref_3'),
    );
    expect(refusal(some, go.refundClaimed('ref_4', 4_01))).toThrow('Cannot refund 401: 400 is left');
    expect(orderWith(some, go.refundClaimed('ref_4', 4_00)).refunds).toHaveLength(4);
    const failed = orderWith(some, refundFailed('ref_2'));
    expect(orderWith(failed, go.refundClaimed('ref_4', 9_00)).refunds).toHaveLength(4);
  });

  it.each(ATTEMPT_STATUSES.filter((status) => status !== 'captured'))(
    'is never of an attempt that is %s',
    (status) => {
      const other = orderWithAttempt(status);
      expect(refusal(other.order, other.go.refundClaimed('ref_1', 1))).toThrow('Cannot refund');
    },
  );

  it('is of an attempt of this order', () => {
    expect(refusal(paid, changesOf('att_elsewhere').refundClaimed('ref_1', 1))).toThrow('Cannot refund');
  });

  const claimed = orderWith(paid, go.refundClaimed('ref_1', 10_00));
  const STATES = {
    claimed,
    unknown: orderWith(claimed, refundUnknown('ref_1')),
    succeeded: orderWith(claimed, refundSucceeded('ref_1')),
    failed: orderWith(claimed, refundFailed('ref_1')),
  };
  const ANSWERS = {
    unknown: { change: refundUnknown('ref_1'), from: ['claimed'] },
    succeeded: { change: refundSucceeded('ref_1'), from: ['claimed', 'unknown'] },
    failed: { change: refundFailed('ref_1'), from: ['claimed', 'unknown'] },
  };
  const PAIRS = Object.entries(STATES).flatMap(([from, order]) =>
    Object.entries(ANSWERS).map(([to, answer]) => ({
      from,
      to,
      order,
      change: answer.change,
      isAllowed: answer.from.includes(from),
    })),
  );

  it.each(PAIRS.filter(({ isAllowed }) => isAllowed))('that is $from may be $to', ({ order, change, to }) => {
    expect(orderWith(order, change).refunds[0]?.status).toBe(to);
  });

  it.each(PAIRS.filter(({ isAllowed }) => !isAllowed))(
    'that is $from is never $to',
    ({ order, change, from, to }) => {
      expect(refusal(order, change)).toThrow(`A refund that is ${from} cannot become ${to}`);
    },
  );

  it('says why it failed', () => {
    expect(STATES.failed.refunds[0]?.failure).toBe('Blink refused it');
    expect(STATES.succeeded.refunds[0]?.failure).toBeNull();
  });

  it('is known before it is settled', () => {
    expect(refusal(paid, refundSucceeded('ref_none'))).toThrow('no such refund');
  });
});
