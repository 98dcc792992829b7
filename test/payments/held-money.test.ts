import { later, MINUTE } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import type { OrderChange } from '../../src/orders/domain/history';
import type { Order } from '../../src/orders/domain/order';
import { reconcileTransaction } from '../../src/orders/use-cases/reconcile-transaction';
import { resolveLostResponse } from '../../src/orders/use-cases/resolve-lost-response';
import { changesOf, NOW, opening, orderFrom, orderWith } from '../support/orders';
import type { PaymentPolicy } from '../../src/orders/use-cases/context';
import type { Transaction } from '../../src/blink/payments/transaction';

const POLICY: PaymentPolicy = { latePayment: 'review', directDebitPaidAt: 'paid_out' };
const opened = opening();
const go = changesOf(opened.attemptId, 'BL-reservation');
const reserved = [opened, go.claimed(), go.authorised()];

const manual = (...changes: readonly OrderChange[]) =>
  orderFrom({ capture: 'manual' }, ...reserved, ...changes);
const delayed = (...changes: readonly OrderChange[]) =>
  orderFrom({ capture: { delayDays: 7 } }, ...reserved, ...changes);

function transaction(overrides: Partial<Transaction> = {}): Transaction {
  return {
    id: 'BL-reservation',
    status: 'Approved',
    message: 'said Blink',
    amount: money(25_00, 'GBP'),
    paymentSource: 'Visa',
    merchantData: {},
    ...overrides,
  };
}

function read(order: Order, overrides: Partial<Transaction>): readonly (string | number)[] {
  const [attempt] = order.attempts;
  if (!attempt) throw new Error('The order has no attempt');
  return reconcileTransaction(transaction(overrides), order, attempt, POLICY).flatMap(told);
}

function told(change: OrderChange): (string | number)[] {
  if (change.type === 'review_flagged') return [change.reason];
  return 'amount' in change && typeof change.amount === 'number'
    ? [change.type, change.amount]
    : [change.type];
}

describe('a pre-authorisation', () => {
  const charged = orderFrom({ capture: 'manual' }, opened, go.claimed());

  it.each(['Approved', 'Pre-Auth', 'Captured', 'paid', 'Success'])(
    'is a reservation when Blink calls it %s',
    (status) => {
      expect(read(charged, { status })).toEqual(['money_authorised', 25_00]);
    },
  );

  it('is one however often it bears a word for money, if it bore it from the start', () => {
    const held = orderWith(charged, {
      type: 'money_authorised',
      attemptId: opened.attemptId,
      transactionId: 'BL-reservation',
      amount: 25_00,
      heldAsCaptured: true,
    });
    expect(read(held, { status: 'Captured' })).toEqual([]);
    expect(read(held, { status: 'Captured', id: 'BL-new' })).toEqual(['money_captured', 25_00]);
  });

  it('was taken, by somebody else, when the word changes to one for money', () => {
    expect(read(manual(), { status: 'Captured' })).toEqual(['money_captured', 25_00]);
  });

  it('is a payment for methods that cannot be reserved', () => {
    const bank = orderFrom(
      { capture: 'manual' },
      opening({ method: 'open_banking', attemptId: opened.attemptId }),
      go.claimed(),
    );
    expect(read(bank, { status: 'Success' })).toEqual(['money_captured', 25_00]);
  });
});

describe('reserved money', () => {
  it.each<[string, Order, Partial<Transaction>, readonly (string | number)[]]>([
    ['stays so', manual(), {}, []],
    ['stays so while it is taken', manual(go.captureClaimed(25_00, 'rerun')), {}, []],
    ['is gone', manual(), { status: 'Cancelled' }, ['authorisation_ended']],
    ['has run out', delayed(), { status: 'Expired' }, ['authorisation_ended']],
    [
      'may end while its card is charged anew: that charge decides',
      manual(go.captureClaimed(25_00, 'rerun'), go.captureUnknown()),
      { status: 'Expired' },
      [],
    ],
    ['may end while its capture is on the way', delayed(go.captureClaimed()), { status: 'Cancelled' }, []],
    [
      'has ended when its capture got lost',
      delayed(go.captureClaimed(), go.captureUnknown()),
      { status: 'Cancelled' },
      ['authorisation_ended'],
    ],
    [
      'was let go as we asked',
      manual(go.releaseClaimed()),
      { status: 'Cancelled' },
      ['authorisation_released', 'order_cancelled'],
    ],
    [
      'was let go as too much, which does not cancel the order',
      manual(go.surplusFound('duplicate'), go.releaseClaimed('duplicate')),
      { status: 'Cancelled' },
      ['authorisation_released'],
    ],
    ['was taken by Blink', delayed(), { status: 'Captured' }, ['money_captured', 25_00]],
    [
      'was taken in part by somebody else',
      delayed(),
      { status: 'Captured', amount: money(1_00, 'GBP') },
      ['wrong_amount'],
    ],
    [
      'was taken in part as we asked',
      delayed(go.captureClaimed(1_00)),
      { status: 'Captured', amount: money(1_00, 'GBP') },
      ['money_captured', 1_00],
    ],
    [
      'was taken in part as Blink confirmed, though it still shows the whole',
      delayed(go.captureClaimed(1_00), go.captureConfirmed()),
      { status: 'Captured' },
      ['money_captured', 1_00],
    ],
    [
      'was taken, in part or whole: nobody can tell when the answer was lost',
      delayed(go.captureClaimed(1_00), go.captureUnknown()),
      { status: 'Captured' },
      [],
    ],
    [
      'was taken in another amount than we asked',
      delayed(go.captureClaimed(1_00)),
      { status: 'Captured', amount: money(2_00, 'GBP') },
      ['wrong_amount'],
    ],
    [
      'was taken under an id of its own',
      manual(go.captureClaimed(4_00, 'rerun'), go.captureUnknown()),
      { id: 'BL-new', status: 'Captured', amount: money(4_00, 'GBP') },
      ['money_captured', 4_00],
    ],
    [
      'was taken under an id of its own in another amount',
      manual(go.captureClaimed(4_00, 'rerun')),
      { id: 'BL-new', status: 'Captured' },
      ['wrong_amount'],
    ],
    [
      'was not taken: the bank declined the charge that Blink named',
      manual(go.captureClaimed(4_00, 'rerun'), go.captureConfirmed('BL-new')),
      { id: 'BL-new', status: 'Declined', amount: money(4_00, 'GBP') },
      ['capture_refused'],
    ],
    [
      'may still be taken when an earlier charge was declined',
      manual(go.captureClaimed(4_00, 'rerun'), go.captureUnknown()),
      { id: 'BL-earlier', status: 'Declined', amount: money(4_00, 'GBP') },
      [],
    ],
    [
      'is settled, and nobody needs to look any more',
      delayed(go.captureClaimed(), go.captureUnknown(), {
        type: 'review_flagged',
        reason: 'capture_unknown',
      }),
      { status: 'Captured' },
      ['money_captured', 25_00, 'review_closed'],
    ],
  ])('%s', (_, order, overrides, expected) => {
    expect(read(order, overrides)).toEqual(expected);
  });

  it('that was taken stands by its own transaction, whatever becomes of the reservation', () => {
    const taken = manual(go.captureClaimed(25_00, 'rerun'), changesOf(opened.attemptId, 'BL-new').captured());
    for (const status of ['Approved', 'Cancelled', 'Expired', 'Captured', 'Charged back', 'Perhaps']) {
      expect(read(taken, { status })).toEqual([]);
    }
    expect(read(taken, { id: 'BL-new', status: 'Charged back' })).toEqual(['money_reversed', 25_00]);
    expect(read(taken, { id: 'BL-third', status: 'Captured' })).toEqual(['paid_twice']);
  });

  it('that is over stays over, unless it was taken after all', () => {
    for (const over of [go.released(), go.ended()]) {
      for (const status of ['Approved', 'Pre-Auth', 'Cancelled', 'Declined', 'Received']) {
        expect(read(manual(over), { status })).toEqual([]);
      }
      expect(read(manual(over), { status: 'Captured' })).toEqual(['money_captured', 25_00]);
    }
  });
});

describe('a lost answer about a reservation', () => {
  const found = (order: Order, readAfterMs: number, overrides: Partial<Transaction> = {}) => {
    const [attempt] = order.attempts;
    if (!attempt) throw new Error('The order has no attempt');
    const changes = resolveLostResponse(
      transaction(overrides),
      order,
      attempt,
      POLICY,
      later(NOW, readAfterMs),
    );
    return changes.map(({ type }) => type);
  };
  const capture = delayed(go.captureClaimed(), go.captureUnknown());
  const release = manual(go.releaseClaimed(), go.releaseUnknown());
  const rerun = manual(go.captureClaimed(25_00, 'rerun'), go.captureUnknown());

  it('was a no when Blink still shows the money as reserved long after', () => {
    expect(found(capture, 5 * MINUTE)).toEqual(['capture_refused']);
    expect(found(release, 5 * MINUTE)).toEqual(['release_refused']);
  });

  it('is for a human when nobody asked for what was not done', () => {
    for (const because of ['duplicate', 'late'] as const) {
      const unknown = manual(go.releaseClaimed(because), go.releaseUnknown());
      expect(found(unknown, 5 * MINUTE)).toEqual(['release_refused', 'review_flagged']);
    }
  });

  it.each<[string, () => readonly string[]]>([
    ['soon after', () => found(capture, MINUTE)],
    ['when the read shows something else', () => found(capture, 5 * MINUTE, { status: 'Received' })],
    ['from another transaction', () => found(capture, 5 * MINUTE, { id: 'BL-other' })],
    ['about a new charge of the card', () => found(rerun, 5 * MINUTE)],
    ['when Blink confirmed it', () => found(delayed(go.captureClaimed(), go.captureConfirmed()), 5 * MINUTE)],
    ['while it may still be on the way', () => found(delayed(go.captureClaimed()), 5 * MINUTE)],
    ['when nothing was asked', () => found(delayed(), 5 * MINUTE)],
  ])('says nothing %s', (_, decided) => {
    expect(decided()).toEqual([]);
  });
});
