import type { Family, Meaning, Transaction } from '../blink/blink';
import { meaningOf } from '../blink/statuses';
import { sameMoney } from '../money';
import type { AttemptMove, OrderChange } from '../orders/history';
import { payingAttempt } from '../orders/money-facts';
import type { Attempt, Order, PaymentMethod, ReviewReason } from '../orders/order';
import { canBecome, LEADS_TO } from '../orders/transitions';
import type { PaymentPolicy } from './payments';

const FAMILY: Readonly<Record<PaymentMethod, Family>> = {
  card: 'card',
  direct_debit: 'direct_debit',
  open_banking: 'open_banking',
  apple_pay: 'wallet',
  google_pay: 'wallet',
};

/**
 * What a transaction that was read at Blink, and is this attempt's, changes.
 * @returns nothing when the order says it already: that is what makes repeats harmless
 */
export function changesFrom(
  transaction: Transaction,
  order: Order,
  attempt: Attempt,
  policy: PaymentPolicy,
): readonly OrderChange[] {
  const meaning = meaningFor(transaction.status, attempt.method, policy);
  if (meaning === 'unknown') return [...held(attempt, transaction), ...flag(order, 'unknown_status')];
  if (standsByAnother(attempt, transaction) && !isCaptureOf(attempt, meaning)) {
    return meaning === 'captured' ? flag(order, 'paid_twice') : [];
  }
  if (!sameMoney(transaction.amount, attempt.amount)) {
    return [...held(attempt, transaction), ...flag(order, 'wrong_amount')];
  }
  if (meaning === 'partly_undone' && givenBack(order, attempt) === 0) return flag(order, 'unknown_status');
  const move = moveFor(meaning, transaction, order, attempt);
  if (!move || !canBecome(attempt.status, LEADS_TO[move.type])) return [];
  return [move, ...(move.type === 'money_captured' ? concerns(order, attempt, policy) : [])];
}

/**
 * A payment that was rerun has two transactions of one nonce. What becomes of the other says nothing of the money that stands: a
 * reserve that is released after it was captured under a new id is no reversal.
 */
function standsByAnother(attempt: Attempt, transaction: Transaction): boolean {
  const stands = ['authorised', 'captured', 'reversed'].includes(attempt.status);
  return stands && attempt.transactionId !== transaction.id;
}

/** A reserve may be captured under an id of its own. */
function isCaptureOf(attempt: Attempt, meaning: Meaning): boolean {
  return attempt.status === 'authorised' && meaning === 'captured';
}

/** Its outcome is unknown, but not its transaction: so no other payment starts until a human, or a later word of Blink, has decided. */
function held(attempt: Attempt, transaction: Transaction): readonly OrderChange[] {
  return canBecome(attempt.status, 'unknown')
    ? [{ type: 'outcome_unknown', attemptId: attempt.id, transactionId: transaction.id }]
    : [];
}

/** `confirmed` says that a bank promised a direct debit; whether that is money yet is the merchant's choice. */
function meaningFor(
  word: string,
  method: PaymentMethod,
  policy: PaymentPolicy,
): Exclude<Meaning, 'confirmed'> {
  const meaning = meaningOf(FAMILY[method], word);
  if (meaning !== 'confirmed') return meaning;
  return policy.directDebitPaidAt === 'confirmed' ? 'captured' : 'pending';
}

function moveFor(
  meaning: Exclude<Meaning, 'unknown' | 'confirmed'>,
  transaction: Transaction,
  order: Order,
  attempt: Attempt,
): AttemptMove | null {
  const seen = { attemptId: attempt.id, transactionId: transaction.id };
  switch (meaning) {
    case 'captured':
      return { type: 'money_captured', ...seen, amount: transaction.amount.minor };
    case 'authorised':
      return { type: 'money_authorised', ...seen, amount: transaction.amount.minor };
    case 'pending':
      return { type: 'outcome_pending', ...seen };
    case 'declined':
    case 'undone':
      return attempt.status === 'captured'
        ? takenBack(order, attempt)
        : { type: 'attempt_declined', ...seen, reason: transaction.message || null };
    case 'partly_undone':
      return null;
    default:
      return meaning satisfies never;
  }
}

/** Money that was ours and is not any more, unless it was we who gave it back. */
function takenBack(order: Order, attempt: Attempt): AttemptMove | null {
  if (givenBack(order, attempt) > 0) return null;
  return { type: 'money_reversed', attemptId: attempt.id, amount: attempt.captured };
}

/** What our own refunds of an attempt took, or may have taken. */
function givenBack(order: Order, attempt: Attempt): number {
  const refunds = order.refunds.filter(
    (refund) => refund.attemptId === attempt.id && refund.status !== 'failed',
  );
  return refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

/** What a human should know about money that comes when it was no longer expected. */
function concerns(order: Order, attempt: Attempt, policy: PaymentPolicy): readonly OrderChange[] {
  const earlier = payingAttempt(order);
  if (earlier && earlier.id !== attempt.id) return flag(order, 'paid_twice');
  if (order.closed && policy.latePayment !== 'accept') return flag(order, 'late_payment');
  return [];
}

function flag(order: Order, reason: ReviewReason): readonly OrderChange[] {
  return order.review?.reason === reason ? [] : [{ type: 'review_flagged', reason }];
}
