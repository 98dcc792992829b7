import { reversalReasonOf } from '../../blink/wire/statuses';
import { sameMoney } from '../../kernel/money';
import type { OrderChange } from '../domain/history';
import { refundedOf } from '../domain/money-facts';
import type { Attempt, Order } from '../domain/order';
import type { KnownMeaning } from './interpret-status';
import { flagged } from './review-changes';
import type { Transaction } from '../../blink/payments/transaction';

/** What a transaction says of an attempt whose money was captured: mostly that it still stands. */
export function reconcileCaptured(
  transaction: Transaction,
  meaning: KnownMeaning,
  order: Order,
  attempt: Attempt,
): readonly OrderChange[] {
  if (transaction.id !== attempt.transactionId)
    return meaning === 'captured' ? flagged(order, 'paid_twice') : [];
  const isReversed = attempt.status === 'reversed';
  switch (meaning) {
    case 'captured':
    case 'authorised':
    case 'pending':
      return isOfAmount(transaction, attempt) ? [] : flagged(order, 'wrong_amount');
    case 'partly_undone':
      return isReversed ? [] : partlyTakenBack(order, attempt);
    case 'declined':
    case 'undone':
      return isReversed ? [] : takenBack(transaction.status, order, attempt);
    default:
      return meaning satisfies never;
  }
}

/** After a capture in part Blink may show either amount. */
function isOfAmount({ amount }: Transaction, attempt: Attempt): boolean {
  return (
    sameMoney(amount, attempt.amount) || sameMoney(amount, { ...attempt.amount, minor: attempt.captured })
  );
}

/**
 * Money that was ours and is not any more, unless it was we who gave it back. What our own refunds explain is no reversal; while one
 * of them is not settled, nobody can tell what it explains, and the next read decides.
 */
function takenBack(word: string, order: Order, attempt: Attempt): readonly OrderChange[] {
  const reason = reversalReasonOf(word);
  const { done, underWay } = refundedOf(order, attempt);
  const left = attempt.captured - done;
  const mayBeOurs = reason === 'cancelled' || reason === 'refunded';
  if (mayBeOurs && (left === 0 || underWay > 0 || attempt.claim !== null)) return [];
  if (reason === 'rejected' && left === 0) return []; // we gave back what then never came
  const amount = left > 0 ? left : attempt.captured; // a chargeback takes even what was refunded
  return [{ type: 'money_reversed', attemptId: attempt.id, amount, reason }];
}

/** Blink shows that a part is gone, not how much: what we did not do ourselves is for a human to look up. */
function partlyTakenBack(order: Order, attempt: Attempt): readonly OrderChange[] {
  const { done, underWay } = refundedOf(order, attempt);
  if (done + underWay > 0 || attempt.reversedInPart) return [];
  return [{ type: 'part_reversed', attemptId: attempt.id }, ...flagged(order, 'reversed_in_part')];
}
