import { detailsOf } from '../../src/orders/api/history-details';
import type { OrderChange } from '../../src/orders/domain/history';
import { CHALLENGE, changesOf, newOrder, opening, SHOPPER } from '../support/orders';

const go = changesOf('att_1', 'BL-1');

describe('what the history tells of a change', () => {
  it.each<[OrderChange, object]>([
    [opening({ attemptId: 'att_1' }), { attempt_id: 'att_1', method: 'card', amount: 2500 }],
    [go.amended(100), { attempt_id: 'att_1', amount: 100 }],
    [go.claimed(), { attempt_id: 'att_1' }],
    [go.challenged(), { attempt_id: 'att_1' }],
    [go.unknown(), { attempt_id: 'att_1', transaction_id: null }],
    [go.captured(), { attempt_id: 'att_1', transaction_id: 'BL-1', amount: 2500 }],
    [go.declined('No'), { attempt_id: 'att_1', transaction_id: 'BL-1', reason: 'No' }],
    [
      go.refundClaimed('ref_1', 100),
      { refund_id: 'ref_1', attempt_id: 'att_1', amount: 100, kind: 'requested', reason: null },
    ],
    [{ type: 'order_cancelled' }, {}],
    [{ type: 'review_flagged', reason: 'paid_twice' }, { reason: 'paid_twice' }],
    [
      { type: 'review_closed', resolution: 'dismissed', note: 'Looked' },
      { resolution: 'dismissed', reason: 'Looked' },
    ],
  ])('%j', (change, details) => {
    expect(detailsOf(change)).toEqual(details);
  });

  it('is nothing of who the customer is, and nothing that opens a door', () => {
    const order = newOrder({ customer: SHOPPER });
    const opened = opening();
    const changes: readonly OrderChange[] = [
      { type: 'order_created', order },
      { type: 'order_amended', amendment: { customer: SHOPPER, description: 'for Ada' } },
      opened,
      go.claimed(),
      go.challenged(),
    ];
    const text = JSON.stringify(changes.map(detailsOf));
    const secrets = [order.token, opened.nonce, opened.intent.reference, opened.intent.transactionUnique];
    for (const secret of [...secrets, ...CHALLENGE.fields.map(({ value }) => value), 'Ada', SHOPPER.email]) {
      expect(text).not.toContain(secret);
    }
  });

  it('is nothing of a field that nobody has thought about', () => {
    const change = { ...go.captured(), secret: 'canary', nested: { minor: 1 } };
    expect(detailsOf(change)).toEqual({ attempt_id: 'att_1', transaction_id: 'BL-1', amount: 2500 });
  });
});
