import { HOUR, later, MINUTE } from '../../../src/kernel/clock';
import { money } from '../../../src/kernel/money';
import { sumOf } from '../../../src/ledger/kind';
import type { OrderChange } from '../../../src/orders/domain/history';
import type { Order } from '../../../src/orders/domain/order';
import { ORDERS } from '../../../src/orders/store/order-kind';
import type { OrderStore } from '../../../src/orders/store/store';
import type { Made, Sample } from '../../ledger/sample';
import {
  changesOf,
  newIntent,
  newOrder,
  NOW,
  opening,
  refundFailed,
  refundSucceeded,
  refundUnknown,
} from '../../support/orders';

/** One of every kind of change there is. */
const [first, second, third] = [opening(), opening(), opening({ method: 'google_pay' })];
const [one, two, three] = [first, second, third].map(({ attemptId }) => changesOf(attemptId)) as [
  ReturnType<typeof changesOf>,
  ReturnType<typeof changesOf>,
  ReturnType<typeof changesOf>,
];
const STORY: readonly OrderChange[] = [
  first,
  {
    type: 'order_amended',
    amendment: { amount: money(30_00, 'GBP'), metadata: { now: 'other' }, expiresAt: later(NOW, 3 * HOUR) },
  },
  one.amended(30_00),
  one.claimed(),
  one.withdrawn(),
  one.claimed(),
  one.unknown(),
  one.challenged(),
  one.declined('Do not honour'),
  { ...second, amount: money(30_00, 'GBP'), intent: newIntent({ cardForm: null }) },
  two.claimed(),
  two.challenged(),
  two.abandoned(),
  { type: 'order_expired' },
  { ...third, intent: newIntent({ expiresAt: later(NOW, 45 * MINUTE) }) },
  three.claimed(),
  {
    type: 'challenge_received',
    attemptId: third.attemptId,
    challenge: { kind: 'page', url: 'https://bank.example/go' },
  },
  three.pendingAtBank(),
  three.pending(),
  three.authorised(30_00),
  three.captured(20_00),
  { type: 'review_flagged', reason: 'late_payment' },
  { type: 'review_closed', resolution: 'dismissed', note: 'The goods were sent' },
  three.refundClaimed('ref_story_1', 5_00),
  refundFailed('ref_story_1'),
  three.refundClaimed('ref_story_2', 5_00, 'late'),
  refundUnknown('ref_story_2'),
  refundSucceeded('ref_story_2'),
  three.reversed(15_00),
];

const impossible = opening();
const all = changesOf(impossible.attemptId);

/** What the tests of the ledger need to know of orders. */
export const orderSample: Sample<Order, OrderChange> = {
  creation: (given = {}) => ({ type: 'order_created', order: newOrder(given) }),
  cancelled: { type: 'order_cancelled' },
  flagged: [
    { type: 'review_flagged', reason: 'wrong_amount' },
    { type: 'review_flagged', reason: 'paid_twice' },
  ],
  reasons: ['wrong_amount', 'paid_twice'],
  reviewClosed: { type: 'review_closed', resolution: 'resolved', note: 'looked at' },
  story: STORY,
  impossible: [impossible, all.claimed(), all.captured(), all.declined()],
  sumOf: (before, lines) => sumOf(ORDERS, before, lines),
  changedMeanwhile: 'order_changed',
};

export function madeOf(store: OrderStore): Made<Order, OrderChange> {
  return {
    store,
    claimDue: async (now, limit, leaseMs) => {
      const due = await store.claimDue(now, limit, leaseMs);
      return [...due, ...(await store.claimEnding(now, limit - due.length, leaseMs))];
    },
    feed: (cursor, limit) => store.feed(cursor, limit),
  };
}
