import fc from 'fast-check';
import { evolve, replay } from '../../src/orders/domain/evolve';
import type { Entry, OrderChange } from '../../src/orders/domain/history';
import { moneyFactsOf } from '../../src/orders/domain/money-facts';
import type { Order } from '../../src/orders/domain/order';
import { outcomeOf } from '../support/outcomes';
import { changeWithoutPersonalData, summaryWithoutPersonalData } from '../../src/orders/domain/personal-data';
import { statusOf } from '../../src/orders/domain/status';
import { legalHistory } from '../support/legal-changes';
import { CHALLENGE, changesOf, entriesAfter, historyOf, newOrder, opening, SHOPPER } from '../support/orders';

const ERASED: OrderChange = { type: 'personal_data_erased' };

/** What a shop, a shopper, a bank or a colleague may have written somewhere. */
const PERSONAL = [
  SHOPPER.name,
  SHOPPER.email,
  SHOPPER.address,
  SHOPPER.postcode,
  'Ada at the gate',
  'for Ada',
  'thanks?name=Ada',
  'back?name=Ada',
  CHALLENGE.fields[0].value,
  'because Ada asked',
  'Ada called',
];

/** A life in which everything that can hold personal data does. */
function fullHistory(): readonly Entry[] {
  const { attemptId, ...opened } = opening();
  const go = changesOf(attemptId);
  const refund = { id: `ref_${attemptId}`, attemptId, amount: 1_00, kind: 'requested' } as const;
  return historyOf(
    [
      {
        type: 'order_amended',
        amendment: { customer: SHOPPER, description: 'Ada at the gate', metadata: { note: 'for Ada' } },
      },
      { attemptId, ...opened },
      go.claimed(),
      go.challenged(),
      go.captured(),
      { type: 'refund_claimed', refund: { ...refund, reason: 'because Ada asked' } },
      { type: 'refund_succeeded', refundId: refund.id },
      { type: 'review_flagged', reason: 'late_payment' },
      { type: 'review_closed', resolution: 'dismissed', note: 'Ada called' },
    ],
    newOrder({
      description: 'Ada at the gate',
      metadata: { note: 'for Ada' },
      successUrl: 'https://shop.example/thanks?name=Ada',
      cancelUrl: 'https://shop.example/back?name=Ada',
    }),
  );
}

const present = (history: readonly Entry[]): Order => outcomeOf(null, history).order;
const erasedLines = (history: readonly Entry[]) =>
  history.map((entry) => ({ ...entry, change: changeWithoutPersonalData(entry.change) }));
const withErasure = (history: readonly Entry[]) => [...history, ...entriesAfter(present(history), [ERASED])];
const personalIn = (value: unknown) =>
  PERSONAL.filter((text) => JSON.stringify(value).includes(String(text)));

describe('an order that is forgotten', () => {
  it('held personal data in its order, its history and its events before', () => {
    const history = fullHistory();
    expect(personalIn(history)).toEqual(PERSONAL);
    expect(personalIn(outcomeOf(null, history).events).length).toBeGreaterThan(6);
  });

  it('holds none afterwards, anywhere', () => {
    const history = fullHistory();
    const { order, events } = outcomeOf(null, withErasure(history));
    expect(personalIn(order)).toEqual([]);
    expect(personalIn(erasedLines(history))).toEqual([]);
    expect(personalIn(events.map(({ data }) => summaryWithoutPersonalData(data)))).toEqual([]);
  });

  it('keeps its books: amounts, statuses, references, transactions and dates', () => {
    const before = present(fullHistory());
    const [entry] = entriesAfter(before, [ERASED]) as [Entry];
    const after = evolve(before, entry);
    const booksOf = ({ customer: _1, description: _2, metadata: _3, ...order }: Order) => ({
      ...order,
      version: null,
      successUrl: null,
      cancelUrl: null,
      refunds: order.refunds.map((refund) => ({ ...refund, reason: null })),
    });
    expect(booksOf(after)).toEqual(booksOf(before));
    expect(after.version).toBe(before.version + 1);
  });

  it('is still what its history adds up to, whatever happened to it', () => {
    fc.assert(
      fc.property(legalHistory, (history) => {
        const whole = withErasure(history);
        expect(replay(erasedLines(whole))).toEqual(present(whole));
        expect(erasedLines(history).map(({ change }) => change.type)).toEqual(
          history.map(({ change }) => change.type),
        );
        expect(statusOf(present(whole))).toBe(statusOf(present(history)));
        expect(moneyFactsOf(present(whole))).toEqual(moneyFactsOf(present(history)));
        expect(outcomeOf(null, whole).events).toHaveLength(outcomeOf(null, history).events.length);
      }),
      { numRuns: 500 },
    );
  });

  it('was only emptied where it held something: what was never given is not said to be empty', () => {
    const amount: OrderChange = { type: 'order_amended', amendment: { expiresAt: new Date(0) } };
    expect(changeWithoutPersonalData(amount)).toEqual(amount);
  });
});
