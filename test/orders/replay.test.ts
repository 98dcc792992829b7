import fc from 'fast-check';
import { evolve, replay } from '../../src/orders/domain/evolve';
import type { Entry } from '../../src/orders/domain/history';
import { moneyFactsOf, refundableOf } from '../../src/orders/domain/money-facts';
import { outcomeOf } from '../support/outcomes';
import { ATTEMPT_STATUSES, type Order } from '../../src/orders/domain/order';
import { ORDER_STATUSES, statusOf } from '../../src/orders/domain/status';
import { legalHistory } from '../support/legal-changes';

const RUNS = { numRuns: 1_000 };

function present(history: readonly Entry[]): Order {
  const order = replay(history);
  if (!order) throw new Error('A history without entries');
  return order;
}

describe('any history that can have happened', () => {
  it('adds up to the same order however it is cut, and tells the same events', () => {
    fc.assert(
      fc.property(legalHistory, fc.nat(), (history, cut) => {
        const at = 1 + (cut % history.length);
        const earlier = outcomeOf(null, history.slice(0, at));
        const later = at < history.length ? outcomeOf(earlier.order, history.slice(at)) : null;
        const whole = outcomeOf(null, history);
        expect(later?.order ?? earlier.order).toEqual(whole.order);
        expect([...earlier.events, ...(later?.events ?? [])]).toEqual(whole.events);
        expect(replay(history)).toEqual(whole.order);
        expect(whole.order.version).toBe(history.length);
      }),
      RUNS,
    );
  });

  it('can be written down as JSON and read again', () => {
    fc.assert(
      fc.property(legalHistory, (history) => {
        const written = JSON.stringify(history);
        const read = JSON.parse(written, (key, value: unknown) =>
          ['at', 'expiresAt'].includes(key) && typeof value === 'string' ? new Date(value) : value,
        ) as readonly Entry[];
        expect(replay(read)).toEqual(replay(history));
      }),
      { numRuns: 200 },
    );
  });

  it('changes no order that it went through', () => {
    fc.assert(
      fc.property(legalHistory, (history) => {
        const versions: Order[] = [];
        const copies: Order[] = [];
        history.reduce<Order | null>((order, entry) => {
          const after = evolve(order, entry);
          versions.push(after);
          copies.push(structuredClone(after));
          return after;
        }, null);
        expect(versions).toEqual(copies);
      }),
      { numRuns: 200 },
    );
  });

  it('never gives back more than was captured, of any attempt', () => {
    fc.assert(
      fc.property(legalHistory, (history) => {
        const order = present(history);
        const money = moneyFactsOf(order);
        for (const attempt of order.attempts) {
          const given = order.refunds
            .filter(({ attemptId, status }) => attemptId === attempt.id && status !== 'failed')
            .reduce((sum, { amount }) => sum + amount, 0);
          expect(given).toBeLessThanOrEqual(attempt.captured);
          expect(refundableOf(order, attempt)).toBeGreaterThanOrEqual(0);
        }
        expect(money.refunded + money.refundable).toBeLessThanOrEqual(money.captured);
        expect(Object.values(money).every((minor) => Number.isSafeInteger(minor) && minor >= 0)).toBe(true);
      }),
      RUNS,
    );
  });

  it('is paid only by money that was captured, and never forgets any', () => {
    fc.assert(
      fc.property(legalHistory, (history) => {
        const order = present(history);
        const captures = history.filter(({ change }) => change.type === 'money_captured');
        const status = statusOf(order);
        expect(ORDER_STATUSES).toContain(status);
        const isPaidSomehow = ['paid', 'refunded', 'partially_refunded', 'reversed'].includes(status);
        expect(isPaidSomehow).toBe(captures.length > 0);
        expect(order.attempts.every((attempt) => ATTEMPT_STATUSES.includes(attempt.status))).toBe(true);
      }),
      RUNS,
    );
  });
});
