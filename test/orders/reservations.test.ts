import { DAY, later, MINUTE } from '../../src/kernel/clock';
import { currentTransactionsOf, transactionsOf } from '../../src/orders/domain/attempt-transactions';
import type { AttemptChange } from '../../src/orders/domain/history';
import { authorisedAttempt, moneyFactsOf, refundableOf } from '../../src/orders/domain/money-facts';
import { ATTEMPT_STATUSES, type Attempt, type Order } from '../../src/orders/domain/order';
import { isFinal, statusOf } from '../../src/orders/domain/status';
import { summaryOf } from '../../src/orders/domain/summary';
import { decidedByTime } from '../../src/orders/use-cases/apply-timeouts';
import {
  changesOf,
  NOW,
  opening,
  orderAfter,
  orderFrom,
  orderWith,
  orderWithAttempt,
  refundSucceeded,
  refundWithdrawn,
} from '../support/orders';

const [first, second] = [opening(), opening()];
const [one, two] = [changesOf(first.attemptId), changesOf(second.attemptId)];
const reserved = [first, one.claimed(), one.authorised()];

const attemptOf = (order: Order, attemptId = first.attemptId): Attempt => {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  if (!attempt) throw new Error('The order has no such attempt');
  return attempt;
};

describe('what is asked about a reservation', () => {
  it.each(ATTEMPT_STATUSES.filter((status) => status !== 'authorised'))(
    'is refused when there is none: %s',
    (status) => {
      const { order, go } = orderWithAttempt(status);
      for (const change of [go.captureClaimed(), go.captureClaimed(1, 'rerun'), go.releaseClaimed()]) {
        expect(() => orderWith(order, change)).toThrow('has no authorised money');
      }
    },
  );

  it.each<[string, AttemptChange, AttemptChange]>([
    ['a capture', one.captureClaimed(100), one.captureRefused()],
    ['a capture under an id of its own', one.captureClaimed(100, 'rerun'), one.captureRefused()],
    ['a release', one.releaseClaimed(), one.releaseRefused()],
  ])('is one thing at a time: not after %s', (_, claim, refusal) => {
    const order = orderAfter(...reserved, claim);
    expect(() => orderWith(order, one.captureClaimed())).toThrow('Another operation was claimed');
    expect(() => orderWith(order, one.releaseClaimed())).toThrow('Another operation was claimed');
    expect(() => orderWith(order, refusal, one.captureClaimed())).not.toThrow();
  });

  it.each([0, -1, 1.5, 25_01])('is never %d of £25.00', (amount) => {
    expect(() => orderAfter(...reserved, one.captureClaimed(amount))).toThrow('Cannot capture');
  });

  it.each<[string, AttemptChange]>([
    ['confirmed', one.captureConfirmed()],
    ['unknown', one.captureUnknown()],
    ['refused', one.captureRefused()],
    ['a release that is unknown', one.releaseUnknown()],
    ['a release that is refused', one.releaseRefused()],
    ['a release that was not sent', one.releaseWithdrawn()],
  ])('is not %s when nothing was asked', (_, change) => {
    expect(() => orderAfter(...reserved, change)).toThrow('No operation was claimed');
  });

  it('does not change what the order is: only the money does', () => {
    for (const changes of [
      [one.captureClaimed()],
      [one.captureClaimed(), one.captureUnknown()],
      [one.captureClaimed(), one.captureConfirmed('BL-new')],
      [one.releaseClaimed(), one.releaseUnknown()],
    ]) {
      const order = orderAfter(...reserved, ...changes);
      expect(statusOf(order)).toBe('authorised');
      expect(moneyFactsOf(order)).toMatchObject({ authorised: 25_00, captured: 0 });
      expect(isFinal(order)).toBe(false);
    }
  });

  it('is shown until it is settled', () => {
    const pendingOf = (...changes: readonly AttemptChange[]) =>
      summaryOf(orderAfter(...reserved, ...changes)).attempts[0]?.pending;
    expect(pendingOf()).toBeNull();
    expect(pendingOf(one.captureClaimed(4_00, 'rerun'))).toEqual({
      action: 'capture',
      amount: 4_00,
      status: 'sent',
    });
    expect(pendingOf(one.releaseClaimed(), one.releaseUnknown())).toEqual({
      action: 'release',
      amount: 25_00,
      status: 'unknown',
    });
    expect(pendingOf(one.captureClaimed(), one.captured())).toBeNull();
  });
});

describe('the transactions of an attempt', () => {
  it('are the reservation and the payment it became, of which only the payment still counts', () => {
    const asked = orderAfter(...reserved, one.captureClaimed(25_00, 'rerun'), one.captureConfirmed('BL-new'));
    const reservation = `BL-${first.attemptId}`;
    expect(transactionsOf(attemptOf(asked))).toEqual([reservation, 'BL-new']);
    expect(currentTransactionsOf(attemptOf(asked))).toEqual([reservation, 'BL-new']);
    const taken = attemptOf(orderWith(asked, changesOf(first.attemptId, 'BL-new').captured()));
    expect(taken).toMatchObject({ transactionId: 'BL-new', authorisationId: reservation, claim: null });
    expect(currentTransactionsOf(taken)).toEqual(['BL-new']);
  });

  it('is one when the reservation itself was taken', () => {
    const taken = attemptOf(orderAfter(...reserved, one.captureClaimed(), one.captured()));
    expect(transactionsOf(taken)).toEqual([`BL-${first.attemptId}`]);
  });
});

describe('a reservation that is not the order’s', () => {
  const reservedTwice = [...reserved, second, two.claimed(), two.authorised()];

  it('does not count while it is to be let go, or is being let go', () => {
    const marked = orderAfter(...reservedTwice, two.surplusFound('duplicate'));
    expect(authorisedAttempt(marked)?.id).toBe(first.attemptId);
    const late = orderFrom({}, ...reserved, { type: 'order_cancelled' }, one.surplusFound('late'));
    expect([statusOf(late), moneyFactsOf(late).authorised, isFinal(late)]).toEqual(['cancelled', 0, false]);
    const asked = orderWith(late, one.releaseClaimed('late'));
    expect([statusOf(asked), isFinal(asked)]).toEqual(['cancelled', false]);
    const over = orderWith(asked, one.released());
    expect([statusOf(over), isFinal(over)]).toEqual(['cancelled', true]);
  });

  it('is asked for once, and again only when it is certain that nothing was sent', () => {
    const asked = orderAfter(...reserved, one.surplusFound('late'), one.releaseClaimed('late'));
    expect(attemptOf(asked).surplus).toBeNull();
    expect(attemptOf(orderWith(asked, one.releaseRefused())).surplus).toBeNull();
    expect(attemptOf(orderWith(asked, one.releaseUnknown())).surplus).toBeNull();
    expect(attemptOf(orderWith(asked, one.releaseWithdrawn())).surplus).toBe('late');
  });

  it('counts when Blink does not let it go', () => {
    const order = orderAfter(
      ...reserved,
      one.surplusFound('late'),
      one.releaseClaimed('late'),
      one.releaseRefused(),
    );
    expect(moneyFactsOf(order).authorised).toBe(25_00);
  });
});

describe('money that is to be given back', () => {
  const paid = [first, one.claimed(), one.captured(), one.surplusFound('late')];

  it('is asked for once, and again only when it is certain that nothing was sent', () => {
    const asked = orderAfter(...paid, one.refundClaimed('r', 25_00, 'late'));
    expect(attemptOf(asked).surplus).toBeNull();
    expect(isFinal(asked)).toBe(false);
    const withdrawn = orderWith(asked, refundWithdrawn('r'));
    expect(attemptOf(withdrawn).surplus).toBe('late');
    expect(withdrawn.refunds).toMatchObject([{ status: 'failed', failure: 'It was not sent to Blink' }]);
    expect(refundableOf(withdrawn, attemptOf(withdrawn))).toBe(25_00);
    expect(isFinal(orderWith(asked, refundSucceeded('r')))).toBe(true);
  });

  it('stays so when the shop’s own refund was not sent', () => {
    const order = orderAfter(...paid, one.refundClaimed('r', 1_00), refundWithdrawn('r'));
    expect(attemptOf(order).surplus).toBe('late');
  });

  it('is nothing that can be refunded while a release of it is under way', () => {
    const order = orderAfter(...reserved, one.releaseClaimed(), one.captured());
    expect(refundableOf(order, attemptOf(order))).toBe(0);
    expect(() => orderWith(order, one.refundClaimed('r', 1))).toThrow('0 is left');
  });
});

describe('what time decides of money', () => {
  const at = (order: Order, milliseconds: number) =>
    decidedByTime(order, later(NOW, milliseconds)).map((change) =>
      change.type === 'review_flagged' ? change.reason : change.type,
    );
  const lifeIn = (capture: Order['capture'], days: number) =>
    at(orderFrom({ capture, expiresAt: later(NOW, 90 * DAY) }, ...reserved), days * DAY);

  it('is that a reservation is over: after thirty days, or a week after the day it should have been taken', () => {
    expect(lifeIn('manual', 30)).toEqual([]);
    expect(lifeIn('manual', 30.1)).toEqual(['authorisation_ended']);
    expect(lifeIn({ delayDays: 3 }, 10)).toEqual([]);
    expect(lifeIn({ delayDays: 3 }, 10.1)).toEqual(['authorisation_ended']);
    expect(lifeIn({ delayDays: 30 }, 37)).toEqual([]);
  });

  it.each<[string, AttemptChange, readonly string[], readonly string[]]>([
    ['a capture', one.captureClaimed(), ['capture_unknown'], ['capture_unknown']],
    ['a new charge', one.captureClaimed(1, 'rerun'), ['capture_unknown'], ['capture_unknown']],
    ['a release', one.releaseClaimed(), ['release_unknown'], ['release_unknown']],
  ])('is that the answer to %s is lost, and who must look', (_, claim, lost, shown) => {
    const asked = orderAfter(...reserved, claim);
    expect(at(asked, MINUTE)).toEqual([]);
    expect(at(asked, 3 * MINUTE)).toEqual(lost);
    const unknown = orderWith(
      asked,
      claim.type === 'release_claimed' ? one.releaseUnknown() : one.captureUnknown(),
    );
    expect(at(unknown, 14 * MINUTE)).toEqual([]);
    expect(at(unknown, 16 * MINUTE)).toEqual(shown);
  });

  it('is that a capture which Blink confirmed and never showed is for a human', () => {
    const order = orderAfter(...reserved, one.captureClaimed(), one.captureConfirmed());
    expect(at(order, 16 * MINUTE)).toEqual(['capture_unknown']);
  });

  it('is that a release lost its answer while the money was taken', () => {
    const order = orderAfter(...reserved, one.releaseClaimed(), one.captured());
    expect(at(order, 3 * MINUTE)).toEqual(['release_refused']);
  });

  it('is that a refund lost its answer, and that a human must look', () => {
    const order = orderAfter(first, one.claimed(), one.captured(), one.refundClaimed('r', 1_00));
    expect(at(order, MINUTE)).toEqual([]);
    expect(at(order, 3 * MINUTE)).toEqual(['refund_unknown']);
    const unknown = orderWith(order, { type: 'refund_unknown', refundId: 'r' });
    expect(at(unknown, 3 * MINUTE)).toEqual(['refund_unknown']);
  });

  it('is that money which nobody could give back is shown', () => {
    const late = orderAfter(first, one.claimed(), one.captured(), one.surplusFound('late'));
    expect(at(late, 14 * MINUTE)).toEqual([]);
    expect(at(late, 16 * MINUTE)).toEqual(['late_payment']);
  });
});
