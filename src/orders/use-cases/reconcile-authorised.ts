import { sameMoney } from '../../kernel/money';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { isToBeAuthorised } from '../domain/authorisation-life';
import type { KnownMeaning } from './interpret-status';
import { voidedChanges } from './void-changes';
import { flagged, settled } from './review-changes';
import type { Transaction } from '../../blink/payments/transaction';

/** What a transaction says of an attempt whose money is authorised: that it was captured, is gone, or still is as it was. */
export function reconcileAuthorised(
  transaction: Transaction,
  meaning: KnownMeaning,
  order: Order,
  attempt: Attempt,
): readonly OrderChange[] {
  const isReservation =
    transaction.id === attempt.transactionId && transaction.id !== attempt.claim?.transactionId;
  switch (meaning) {
    case 'captured':
      return isReservation && attempt.heldAsCaptured ? [] : taken(transaction, order, attempt);
    case 'partly_undone':
      return flagged(order, 'unknown_status');
    case 'declined':
    case 'undone':
      return isReservation ? over(transaction, order, attempt) : notTaken(transaction, order, attempt);
    case 'authorised':
      return isReservation ? acceptedOnly(transaction, order, attempt) : [];
    case 'pending':
      return [];
    default:
      return meaning satisfies never;
  }
}

/** A release before this one took the payment for an authorisation, although nobody asked for one. What was asked about it since comes first. */
function acceptedOnly(
  { id: transactionId }: Transaction,
  order: Order,
  { id: attemptId, method, claim, surplus }: Attempt,
): readonly OrderChange[] {
  if (isToBeAuthorised(order, method) || claim !== null || surplus !== null) return [];
  return [{ type: 'outcome_pending', attemptId, transactionId, accepted: true }];
}

/** However it was captured: by our call, by Blink on its day, or by somebody at the portal. */
function taken(transaction: Transaction, order: Order, attempt: Attempt): readonly OrderChange[] {
  const amount = amountTaken(transaction, attempt);
  if (amount === 'unclear') return [];
  if (amount === 'wrong') return flagged(order, 'wrong_amount');
  return [
    { type: 'money_captured', attemptId: attempt.id, transactionId: transaction.id, amount },
    ...settled(order, ['capture_unknown'], 'Blink shows the money as taken'),
  ];
}

/**
 * After a capture in part Blink may go on showing the authorisation's whole amount under the same id. When Blink confirmed the part, the
 * part was captured; when its answer was lost, the whole may have been, and the next read or a human decides.
 */
function amountTaken({ id, amount }: Transaction, attempt: Attempt): number | 'unclear' | 'wrong' {
  const isWhole = sameMoney(amount, attempt.amount);
  const { claim } = attempt;
  if (!claim || claim.kind === 'release') return isWhole ? amount.minor : 'wrong';
  if (sameMoney(amount, { minor: claim.amount, currency: attempt.amount.currency })) return claim.amount;
  if (!isWhole || id !== attempt.transactionId) return 'wrong';
  return claim.status === 'confirmed' ? claim.amount : 'unclear';
}

/** The authorisation is over: because we asked for it, or without us. While its card is charged anew, that charge decides. */
function over(transaction: Transaction, order: Order, attempt: Attempt): readonly OrderChange[] {
  const { claim } = attempt;
  if (claim?.kind === 'release') return voidedChanges(order, attempt);
  if (claim && (claim.kind === 'rerun' || claim.status === 'claimed')) return [];
  return ended(transaction, order, attempt);
}

/** What was to take the money did not. Only the transaction that Blink named for it can say so. */
function notTaken(transaction: Transaction, order: Order, attempt: Attempt): readonly OrderChange[] {
  const { claim } = attempt;
  if (claim?.transactionId !== transaction.id) return [];
  if (transaction.id === attempt.transactionId) return ended(transaction, order, attempt);
  return [
    { type: 'capture_refused', attemptId: attempt.id, reason: transaction.message || null },
    ...settled(order, ['capture_unknown'], 'Blink shows that nothing was taken'),
  ];
}

function ended(transaction: Transaction, order: Order, attempt: Attempt): readonly OrderChange[] {
  return [
    { type: 'authorisation_ended', attemptId: attempt.id, reason: transaction.message || null },
    ...settled(order, ['capture_unknown'], 'Blink shows that the reservation is over'),
  ];
}
