import { sumOf } from '../../../src/ledger/kind';
import type { Change } from '../../../src/repeat-payments/domain/history';
import type { RepeatPayment } from '../../../src/repeat-payments/domain/repeat-payment';
import { REPEAT_PAYMENTS } from '../../../src/repeat-payments/store/repeat-payment-kind';
import type { Made, Sample } from '../../ledger/sample';
import { newIntent } from '../../support/orders';
import { creation, setupOf, shown } from './made';
import type { Stores } from './store-contract';

const [first, second, third] = [setupOf(), setupOf(), setupOf()];
const key = { type: 'fixed', id: 9_273 } as const;
const claimed = (moveId: string): Change => ({
  type: 'move_claimed',
  moveId,
  kind: 'refund_payment',
  paymentId: 1,
  key,
});

/** One of every kind of change that does not end it. */
const STORY: readonly Change[] = [
  first.opened(),
  first.claimed(),
  first.withdrawn(),
  first.claimed(),
  first.declined(),
  second.opened(),
  second.abandoned(),
  third.opened(),
  third.claimed(),
  third.challenged(),
  third.unknown(),
  third.started(key.id),
  shown(1, { status: 'paid' }),
  shown(2, { date: '2026-04-02' }),
  { type: 'schedule_moved', status: 'active' },
  { type: 'card_check_opened', cardCheckId: 'chk_1', intent: newIntent() },
  claimed('mov_1'),
  { type: 'move_unknown', moveId: 'mov_1' },
  { type: 'move_done', moveId: 'mov_1' },
  claimed('mov_2'),
  { type: 'move_refused', moveId: 'mov_2', reason: 'Not allowed' },
  claimed('mov_3'),
  { type: 'move_withdrawn', moveId: 'mov_3' },
  { type: 'stray_found', setupId: third.id, key: { type: 'fixed', id: 9_274 } },
  { type: 'review_flagged', reason: 'started_twice' },
  { type: 'review_closed', resolution: 'dismissed', note: 'Ended by hand' },
];
const impossible = setupOf();

/** What the tests of the ledger need to know of repeat payments. */
export const repeatPaymentSample: Sample<RepeatPayment, Change> = {
  creation,
  cancelled: { type: 'repeat_payment_cancelled' },
  flagged: [
    { type: 'review_flagged', reason: 'plan_differs' },
    { type: 'review_flagged', reason: 'payment_overdue' },
  ],
  reasons: ['plan_differs', 'payment_overdue'],
  reviewClosed: { type: 'review_closed', resolution: 'dismissed', note: 'looked at' },
  story: STORY,
  impossible: [impossible.opened(), impossible.claimed(), impossible.started(8_273), impossible.challenged()],
  sumOf: (before, lines) => sumOf(REPEAT_PAYMENTS, before, lines),
  changedMeanwhile: 'repeat_payment_changed',
};

export function madeOf({ store, orders }: Stores): Made<RepeatPayment, Change> {
  return {
    store,
    claimDue: async (now, limit, leaseMs) => (await store.claimDue(now, limit, leaseMs)).map(({ id }) => id),
    feed: (cursor, limit) => orders.feed(cursor, limit),
  };
}
