import fc from 'fast-check';
import { replay } from '../../src/orders/domain/evolve';
import { randomIds } from '../../src/kernel/ids';
import { refundSummary, summaryOf } from '../../src/orders/domain/summary';
import {
  CHALLENGE,
  newIntent,
  newOrder,
  opening,
  orderFrom,
  orderWithAttempt,
  refundFailed,
  orderWith,
} from '../support/orders';
import { legalHistory } from '../support/legal-changes';

describe('what the shop sees of an order', () => {
  it('holds nothing that opens a door at Blink or here, in whatever state it is', () => {
    fc.assert(
      fc.property(legalHistory, (history) => {
        const order = replay(history);
        if (!order) return;
        const shown = JSON.stringify(summaryOf(order));
        const secrets = [
          order.token,
          CHALLENGE.action,
          ...CHALLENGE.fields.map(({ value }) => value),
          ...order.attempts.flatMap(({ nonce, intent }) => [
            nonce,
            intent.reference,
            intent.transactionUnique,
          ]),
        ];
        for (const secret of secrets) expect(shown).not.toContain(secret);
        expect(shown).not.toMatch(
          /"(?:\w*token\w*|nonce|intent\w*|challenge|fields|creq|merchant\w*|card_?form)"/i,
        );
      }),
      { numRuns: 500 },
    );
  });

  it("is written in the API's words, dates as text", () => {
    const { order, attemptId, go } = orderWithAttempt('captured', {
      order: { id: 'ord_1', reference: 'SHOP-1', capture: { delayDays: 3 }, metadata: { basket: '7' } },
      attempt: { attemptId: 'att_1', intent: newIntent() },
    });
    const refunded = orderWith(order, go.refundClaimed('ref_1', 5_00), refundFailed('ref_1'));
    expect(summaryOf(refunded)).toEqual({
      id: 'ord_1',
      status: 'paid',
      needs_review: null,
      reference: 'SHOP-1',
      description: 'Two tickets',
      amount: 25_00,
      currency: 'GBP',
      amount_authorised: 0,
      amount_captured: 25_00,
      amount_refunded: 0,
      amount_refundable: 25_00,
      amount_reversed: 0,
      customer: order.customer,
      payment_methods: ['card'],
      payment_methods_left: ['card'],
      capture: { delay_days: 3 },
      success_url: 'https://shop.example/thanks',
      cancel_url: null,
      metadata: { basket: '7' },
      created_at: '2026-03-02T09:00:00.000Z',
      expires_at: '2026-03-03T09:00:00.000Z',
      attempts: [
        {
          id: attemptId,
          method: 'card',
          status: 'captured',
          transaction_id: 'BL-att_1',
          amount_captured: 25_00,
          reversal_reason: null,
          pending: null,
          created_at: '2026-03-02T09:00:01.000Z',
          decline_reason: null,
        },
      ],
      refunds: refunded.refunds.map(refundSummary),
    });
    expect(summaryOf(refunded).refunds).toEqual([
      {
        id: 'ref_1',
        attempt_id: 'att_1',
        amount: 5_00,
        status: 'failed',
        kind: 'requested',
        reason: null,
        created_at: '2026-03-02T09:00:04.000Z',
        failure: 'Blink refused it',
      },
    ]);
  });

  it('says why a human must look', () => {
    const flagged = orderFrom({}, opening(), { type: 'review_flagged', reason: 'wrong_amount' });
    expect(summaryOf(flagged).needs_review).toBe('wrong_amount');
    expect(summaryOf(orderFrom({ capture: 'manual' })).capture).toBe('manual');
  });
});

describe('ids and secrets', () => {
  it('never come twice, say what they name, and cannot be guessed', () => {
    const kinds = {
      order: /^ord_[\w-]{22}$/,
      attempt: /^att_[\w-]{16}$/,
      refund: /^ref_[\w-]{16}$/,
      token: /^[\w-]{32}$/, // 192 bits
      nonce: /^[\w-]{22}$/, // 128 bits
    } as const;
    for (const kind of ['order', 'attempt', 'refund', 'token', 'nonce'] as const) {
      const made = Array.from({ length: 1_000 }, () => randomIds[kind]());
      expect(new Set(made).size).toBe(1_000);
      for (const id of made) expect(id).toMatch(kinds[kind]);
    }
    expect(newOrder().id).not.toBe(newOrder().id);
  });
});
