import fc from 'fast-check';
import { DAY, HOUR, later, MINUTE } from '../../src/kernel/clock';
import { nextDueAt, readsOf } from '../../src/orders/domain/due';
import { evolve, replay } from '../../src/orders/domain/evolve';
import type { OrderChange } from '../../src/orders/domain/history';
import type { Attempt, AttemptStatus, Order } from '../../src/orders/domain/order';
import { isInFlight } from '../../src/orders/domain/status';
import { decidedByTime } from '../../src/orders/use-cases/apply-timeouts';
import { entriesAfter, newIntent, NOW, orderFrom, orderWith, orderWithAttempt } from '../support/orders';
import { legalHistory } from '../support/legal-changes';
import type { PaymentMethod } from '../../src/payments/methods';

const CHARGED_AT = later(NOW, 2_000); // created, opened, charged, a second apart
const INTENT_END = later(NOW, 30 * MINUTE);
const flagged: OrderChange = { type: 'review_flagged', reason: 'outcome_unknown' };

function orderThatIs(status: AttemptStatus, method: PaymentMethod = 'card') {
  return orderWithAttempt(status, {
    order: { expiresAt: later(NOW, 30 * DAY), capture: status === 'authorised' ? 'manual' : 'automatic' },
    attempt: { method, intent: newIntent({ expiresAt: INTENT_END }) },
  });
}

/** The moments at which an order is due when it is looked at at each, and nothing ever comes of it. */
function momentsOf(order: Order, most = 200): readonly number[] {
  const moments: number[] = [];
  for (let at = nextDueAt(order, CHARGED_AT); at && moments.length < most; at = nextDueAt(order, at)) {
    if (at.getTime() <= (moments.at(-1) ?? 0))
      throw new Error('An order that was looked at is due again at once');
    moments.push(at.getTime());
  }
  return moments;
}

const after = (...waits: readonly number[]) => waits.map((wait) => later(CHARGED_AT, wait).getTime());
const READS = after(MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR);
const daysAfter = (count: number) => after(...Array.from({ length: count }, (_, index) => (index + 1) * DAY));

describe('the transaction of a charged attempt', () => {
  it.each(['captured', 'declined'] as const)('is read again for a week when the attempt is %s', (status) => {
    const { order } = orderThatIs(status);
    const closed = entriesAfter(order, [{ type: 'order_cancelled' }]).reduce<Order>(evolve, order);
    expect(momentsOf(closed)).toEqual([...READS, ...daysAfter(7)]);
  });

  it('is read every day for longer when it is a direct debit, and shown to a human when nothing comes of it', () => {
    const { order } = orderThatIs('pending', 'direct_debit');
    expect(order.attempts.flatMap(readsOf).map(Number)).toEqual([...READS, ...daysAfter(90)]);
    expect(nextDueAt(order, later(CHARGED_AT, 100 * DAY))).toEqual(later(CHARGED_AT, 90 * DAY));
    const shown = entriesAfter(order, [flagged]).reduce<Order>(evolve, order);
    expect(momentsOf(shown)).toEqual([...READS, ...daysAfter(90)]);
  });

  it('is read every day while money is reserved, until the reservation is over', () => {
    const { order } = orderThatIs('authorised');
    const authorisedAt = later(CHARGED_AT, 1_000);
    const end = later(authorisedAt, 30 * DAY);
    const reads = order.attempts.flatMap(readsOf).filter((moment) => moment < end);
    const days = Array.from({ length: 29 }, (_, index) => later(authorisedAt, (index + 1) * DAY).getTime());
    expect(reads.map(Number)).toEqual([...READS, ...days]);
    expect(nextDueAt(order, later(end, 5 * DAY))).toEqual(end);
  });

  it('is read as long, and ended by no time, when Blink has accepted it and nobody asked for a reservation', () => {
    const { order, go } = orderThatIs('charging');
    const accepted = orderWith(order, go.accepted());
    const reads = accepted.attempts.flatMap(readsOf);
    expect(reads.at(-1)).toEqual(later(CHARGED_AT, 37 * DAY));
    expect(nextDueAt(accepted, later(CHARGED_AT, 13 * HOUR))).toEqual(later(CHARGED_AT, DAY));
    const asked = orderWith(accepted, { type: 'review_flagged', reason: 'outcome_unknown' });
    expect(nextDueAt(asked, later(CHARGED_AT, 37 * DAY))).toBeNull();
  });

  it('is not read when nothing was charged, or no transaction is known', () => {
    expect(attemptThatIs('ready', readsOf)).toEqual([]);
    const { order } = orderThatIs('challenged');
    expect(nextDueAt(order, CHARGED_AT)).toEqual(later(INTENT_END, 2 * MINUTE));
  });

  it('is not read any more when the money was taken back', () => {
    expect(nextDueAt(orderThatIs('reversed').order, CHARGED_AT)).toBeNull();
  });
});

describe('an order', () => {
  it.each<[string, AttemptStatus, readonly OrderChange[], Date]>([
    ['two minutes after a charge that was not answered', 'charging', [], later(CHARGED_AT, 2 * MINUTE)],
    [
      'two minutes after the end of the intent of a challenge',
      'challenged',
      [],
      later(INTENT_END, 2 * MINUTE),
    ],
    ['a quarter of an hour after a charge of unknown outcome', 'unknown', [], later(CHARGED_AT, 15 * MINUTE)],
    ['when its intent is over too, once a human knows', 'unknown', [flagged], later(INTENT_END, 2 * MINUTE)],
  ])('is due %s', (_, status, changes, expected) => {
    const { order } = orderThatIs(status);
    const current = entriesAfter(order, changes, CHARGED_AT).reduce<Order>(evolve, order);
    expect(nextDueAt(current, CHARGED_AT)).toEqual(expected);
    expect(nextDueAt(current, later(expected, DAY))).toEqual(expected); // however late: until it is written down
  });

  it('is due when its time is over, and until it is closed', () => {
    const order = orderFrom({ expiresAt: later(NOW, HOUR) });
    expect(nextDueAt(order, NOW)).toEqual(later(NOW, HOUR));
    expect(nextDueAt(order, later(NOW, DAY))).toEqual(later(NOW, HOUR));
    const closed = entriesAfter(order, [{ type: 'order_expired' }]).reduce<Order>(evolve, order);
    expect(nextDueAt(closed, NOW)).toBeNull();
  });

  it('is not due at its end while a payment is under way', () => {
    const { order } = orderWithAttempt('challenged', { order: { expiresAt: later(NOW, 5 * MINUTE) } });
    expect(nextDueAt(order, NOW)).toEqual(later(NOW, 32 * MINUTE));
  });

  const anyMoment = fc.integer({ min: -HOUR, max: 120 * DAY }).map((offset) => later(NOW, offset));

  it('is due by the moment at which time decides something of it, whatever was looked at before', () => {
    fc.assert(
      fc.property(legalHistory, anyMoment, anyMoment, (history, now, lookedAt) => {
        const order = replay(history);
        if (!order || decidedByTime(order, now).length === 0) return;
        const due = nextDueAt(order, lookedAt);
        expect(due && due <= now).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not due again at once when it was looked at and everything was written down', () => {
    fc.assert(
      fc.property(legalHistory, anyMoment, (history, now) => {
        const order = replay(history);
        if (!order) return;
        const due = nextDueAt(settledAt(order, now), now);
        expect(due === null || due > now).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has something coming as long as a payment of it is under way and no human was told', () => {
    fc.assert(
      fc.property(legalHistory, anyMoment, (history, now) => {
        const order = replay(history);
        if (!order) return;
        const settled = settledAt(order, now);
        const waits = settled.attempts.some(
          (attempt) => isInFlight(attempt) && attempt.method !== 'direct_debit' && !settled.review,
        );
        if (waits) expect(nextDueAt(settled, now)).not.toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What letting time pass leads to. It must come to an end. */
function settledAt(order: Order, now: Date): Order {
  let current = order;
  for (let steps = 0; steps < 20; steps++) {
    const changes = decidedByTime(current, now);
    if (changes.length === 0) return current;
    current = entriesAfter(current, changes, now).reduce<Order>(evolve, current);
  }
  throw new Error('Time never comes to an end with this order');
}

function attemptThatIs<Result>(status: AttemptStatus, read: (attempt: Attempt) => Result): Result {
  const [attempt] = orderThatIs(status).order.attempts;
  if (!attempt) throw new Error('The order has no attempt');
  return read(attempt);
}
