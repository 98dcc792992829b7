import { money } from '../../src/kernel/money';
import type { Order } from '../../src/orders/domain/order';
import { ATTEMPT_STATUSES } from '../../src/orders/domain/order';
import { reconcileTransaction } from '../../src/orders/use-cases/reconcile-transaction';
import { orderWith, orderWithAttempt } from '../support/orders';
import type { PaymentPolicy } from '../../src/orders/use-cases/context';
import type { Transaction } from '../../src/blink/payments/transaction';

const POLICY: PaymentPolicy = { latePayment: 'review', directDebitPaidAt: 'paid_out' };

function transactionOf(attemptId: string, overrides: Partial<Transaction> = {}): Transaction {
  return {
    id: `BL-${attemptId}`,
    status: 'Captured',
    message: 'Payment Successful',
    amount: money(25_00, 'GBP'),
    paymentSource: 'Visa Credit Card',
    merchantData: {},
    ...overrides,
  };
}

function typesFrom(order: Order, transaction: Transaction): readonly string[] {
  const [attempt] = order.attempts;
  if (!attempt) throw new Error('The order has no attempt');
  return reconcileTransaction(transaction, order, attempt, POLICY).map((change) =>
    change.type === 'review_flagged' ? change.reason : change.type,
  );
}

describe('what a transaction changes', () => {
  it.each(['charging', 'challenged', 'pending', 'unknown', 'authorised', 'declined', 'abandoned'] as const)(
    'is that the money came, when it is captured and the attempt was %s',
    (status) => {
      const { order, attemptId } = orderWithAttempt(status);
      expect(typesFrom(order, transactionOf(attemptId))).toEqual(['money_captured']);
    },
  );

  it('is nothing when the order says it already', () => {
    const { order, attemptId } = orderWithAttempt('captured');
    expect(typesFrom(order, transactionOf(attemptId))).toEqual([]);
  });

  it.each([
    ['another amount', { amount: money(24_99, 'GBP') }, 'wrong_amount'],
    ['another currency', { amount: money(25_00, 'EUR') }, 'wrong_amount'],
    ['a word nobody knows', { status: 'Perhaps' }, 'unknown_status'],
  ])('is never that the money came when it shows %s', (_, overrides, reason) => {
    for (const status of ATTEMPT_STATUSES) {
      const { order, attemptId } = orderWithAttempt(status);
      const types = typesFrom(order, transactionOf(attemptId, overrides));
      expect(types).not.toContain('money_captured');
      expect(types).toContain(reason);
    }
  });

  it.each(['challenged', 'declined', 'abandoned'] as const)(
    'keeps the order from being paid again when its facts do not fit: %s',
    (status) => {
      const { order, attemptId, go } = orderWithAttempt(status);
      const id = `BL-${attemptId}`;
      const odd = transactionOf(attemptId, { amount: money(1, 'GBP') });
      expect(typesFrom(order, odd)).toEqual(['outcome_unknown', 'wrong_amount']);
      const held = orderWith(order, go.unknown(id), { type: 'review_flagged', reason: 'wrong_amount' });
      expect(typesFrom(held, odd)).toEqual([]);
      expect(typesFrom(held, transactionOf(attemptId))).toEqual(['money_captured']);
    },
  );

  it.each(['abandoned', 'declined'] as const)(
    'is never that the order is paid when the shop changed its amount since: %s',
    (status) => {
      const { order, attemptId } = orderWithAttempt(status);
      const amended = orderWith(order, {
        type: 'order_amended',
        amendment: { amount: money(26_00, 'GBP') },
      });
      expect(typesFrom(amended, transactionOf(attemptId))).toEqual(['outcome_unknown', 'wrong_amount']);
    },
  );

  it('is a reversal when captured money is gone and we did not give it back', () => {
    const { order, attemptId, go } = orderWithAttempt('captured');
    const gone = transactionOf(attemptId, { status: 'Cancelled' });
    expect(typesFrom(order, gone)).toEqual(['money_reversed']);
    expect(typesFrom(orderWith(order, go.refundClaimed('ref_1', 25_00)), gone)).toEqual([]);
  });
});

describe('what another transaction of the same nonce changes', () => {
  const other = (overrides: Partial<Transaction>) => transactionOf('rerun', overrides);

  it.each(['Declined', 'Cancelled', 'Refunded', 'Received', 'Approved', 'Partially refunded'])(
    'is nothing while the money stands by the first one: %s',
    (status) => {
      for (const stands of ['captured', 'reversed'] as const) {
        const { order } = orderWithAttempt(stands);
        expect(typesFrom(order, other({ status }))).toEqual([]);
      }
    },
  );

  it.each(['Declined', 'Cancelled', 'Received'])('leaves a reserve as it is: %s', (status) => {
    expect(typesFrom(orderWithAttempt('authorised').order, other({ status }))).toEqual([]);
  });

  it('is that a reserve was captured under an id of its own', () => {
    expect(typesFrom(orderWithAttempt('authorised').order, other({}))).toEqual(['money_captured']);
  });

  it('is that a human must look when it took money a second time', () => {
    expect(typesFrom(orderWithAttempt('captured').order, other({}))).toEqual(['paid_twice']);
    expect(typesFrom(orderWithAttempt('captured').order, other({ amount: money(1_00, 'GBP') }))).toEqual([
      'paid_twice',
    ]);
  });
});
