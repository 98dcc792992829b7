import fc from 'fast-check';
import { settledReviewSchema, settledReviewText } from '../../../src/repeat-payments/domain/settled-review';

describe('what a human has settled', () => {
  it.each([
    [
      'plan_differs/active/12',
      'plan_differs',
      [
        { type: 'word', text: 'active' },
        { type: 'word', text: '12' },
      ],
    ],
    [
      'plan_differs/12:500/>13:700',
      'plan_differs',
      [
        { type: 'differs', paymentId: 12, minor: 500 },
        { type: 'goes_on', paymentId: 13, minor: 700 },
      ],
    ],
    ['still_running/taken:7', 'still_running', [{ type: 'taken', paymentId: 7 }]],
    ['cancel_unknown/mov_1', 'cancel_unknown', [{ type: 'word', text: 'mov_1' }]],
    ['payment_overdue', 'payment_overdue', []],
  ])('is read from %s as earlier releases kept it, and kept like that again', (text, reason, facts) => {
    const settled = settledReviewSchema.parse(text);
    expect(settled).toEqual({ reason, facts });
    expect(settledReviewText(settled)).toBe(text);
  });

  it('is kept letter by letter as it was, also where this release does not know what it says', () => {
    const fact = fc.oneof(
      fc.string(),
      fc.stringMatching(/^(?:>?\d{1,12}:\d{1,9}|taken:\d{1,12}|[a-z_:>\d]*)$/),
    );
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 5 }), (parts) => {
        const text = parts.join('/');
        expect(settledReviewText(settledReviewSchema.parse(text))).toBe(text);
      }),
    );
  });
});
