import { sameMoney } from '../../kernel/money';
import type { AttemptTransition, OrderChange } from '../domain/history';
import { canBeRefunded, authorisedAttempt, payingAttempt } from '../domain/money-facts';
import type { Attempt, Order, ExcessPayment } from '../domain/order';
import { flagged } from './review-changes';
import type { PaymentPolicy } from './context';

type Money = Extract<AttemptTransition, { type: 'money_captured' | 'money_authorised' }>;

/**
 * What follows when money comes that was no longer expected: it is marked to be refunded, or shown to a human.
 * A second payment of one order is always refunded; what becomes of late money is the merchant's policy. Both were decided here, once:
 * a policy that changes later does not reach back.
 */
export function reconcileExcess(
  order: Order,
  attempt: Attempt,
  money: Money,
  policy: PaymentPolicy,
): readonly OrderChange[] {
  const isTaken = money.type === 'money_captured';
  const earlier = earlierPayment(order, attempt);
  if (earlier) {
    const stands = earlier.status === 'captured' || earlier.status === 'authorised';
    const marks = stands ? surplus(attempt, 'duplicate') : [];
    return isTaken || marks.length === 0 ? [...marks, ...flagged(order, 'paid_twice')] : marks;
  }
  if (!order.closed || policy.latePayment === 'accept') return [];
  const marks = policy.latePayment === 'refund' ? surplus(attempt, 'late') : [];
  return marks.length > 0 ? marks : flagged(order, 'late_payment');
}

/**
 * A payment that was given up, for an amount that the shop has changed since: such money does not pay the order, whatever it is.
 * Where it is too much in any case, it is refunded as that, or shown as that.
 */
export function isOfAnEarlierAmount(order: Order, attempt: Attempt, policy: PaymentPolicy): boolean {
  const isGivenBack = order.closed && policy.latePayment === 'refund' && canBeRefunded(attempt.method);
  const isTooMuch = earlierPayment(order, attempt) !== null || isGivenBack;
  return !isTooMuch && !sameMoney(attempt.amount, order.amount);
}

function earlierPayment(order: Order, attempt: Attempt): Attempt | null {
  const earlier = payingAttempt(order) ?? authorisedAttempt(order);
  return earlier && earlier.id !== attempt.id ? earlier : null;
}

/** Only card payments can be refunded through the API; for the others a human uses Blink's portal or the bank. */
function surplus({ id, method }: Attempt, as: ExcessPayment): readonly OrderChange[] {
  return canBeRefunded(method) ? [{ type: 'surplus_found', attemptId: id, as }] : [];
}
