import { sameMoney } from '../../kernel/money';
import type { AttemptTransition, OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { canBeAuthorised, isToBeAuthorised } from '../domain/authorisation-life';
import { isSettledByHuman } from '../domain/settled-reviews';
import { canBecome, LEADS_TO } from '../domain/transitions';
import { reconcileAuthorised } from './reconcile-authorised';
import { interpretStatus, type KnownMeaning } from './interpret-status';
import { flagged } from './review-changes';
import { reconcileCaptured } from './reconcile-captured';
import { isOfAnEarlierAmount, reconcileExcess } from './reconcile-excess';
import type { PaymentPolicy } from './context';
import type { Transaction } from '../../blink/payments/transaction';

/**
 * What a transaction that was read at Blink, and is this attempt's, changes.
 * @returns nothing when the order says it already: that is what makes repeats harmless
 */
export function reconcileTransaction(
  transaction: Transaction,
  order: Order,
  attempt: Attempt,
  policy: PaymentPolicy,
): readonly OrderChange[] {
  if (attempt.status === 'ready') return chargedAllTheSame(transaction, order, attempt, policy);
  if (transaction.id === attempt.authorisationId) return []; // its money was captured, and stands by a transaction of its own
  const meaning = interpretStatus(transaction.status, attempt.method, policy);
  if (meaning === 'unknown') return forHuman(order, attempt, transaction, 'unknown_status');
  switch (attempt.status) {
    case 'captured':
    case 'reversed':
      return reconcileCaptured(transaction, meaning, order, attempt);
    case 'authorised':
      return reconcileAuthorised(transaction, meaning, order, attempt);
    default:
      return changesOfUnsettled(transaction, meaning, order, attempt, policy);
  }
}

/** Blink turned its charge away, or it was not sent, as far as we knew; now Blink shows one. It is never charged again, and what is shown counts. */
function chargedAllTheSame(
  transaction: Transaction,
  order: Order,
  attempt: Attempt,
  policy: PaymentPolicy,
): readonly OrderChange[] {
  const shown = reconcileTransaction(transaction, order, { ...attempt, status: 'abandoned' }, policy);
  return shown.length > 0 ? [{ type: 'attempt_abandoned', attemptId: attempt.id }, ...shown] : [];
}

/** Of an attempt that has no money, or none any more. */
function changesOfUnsettled(
  transaction: Transaction,
  meaning: KnownMeaning,
  order: Order,
  attempt: Attempt,
  policy: PaymentPolicy,
): readonly OrderChange[] {
  if (isOldReservation(transaction, meaning, attempt)) return [];
  if (!sameMoney(transaction.amount, attempt.amount))
    return forHuman(order, attempt, transaction, 'wrong_amount');
  if (meaning === 'partly_undone') return forHuman(order, attempt, transaction, 'unknown_status');
  const move = moveFor(meaning, transaction, order, attempt);
  if (!canBecome(attempt.status, LEADS_TO[move.type])) return [];
  if (move.type === 'outcome_pending' && isNoNews(move, attempt)) return [];
  if (move.type !== 'money_captured' && move.type !== 'money_authorised') return [move];
  if (isOfAnEarlierAmount(order, attempt, policy))
    return forHuman(order, attempt, transaction, 'wrong_amount');
  return [move, ...reconcileExcess(order, attempt, move, policy)];
}

/** An authorisation that is over stays over, however long Blink still shows it; only money that was captured counts. */
function isOldReservation({ id }: Transaction, meaning: KnownMeaning, attempt: Attempt): boolean {
  if (attempt.authorisedAt === null || id !== attempt.transactionId) return false;
  return meaning !== 'captured' || attempt.heldAsCaptured;
}

type Pending = Extract<AttemptTransition, { type: 'outcome_pending' }>;

/**
 * Whoever gave it up, a human or the shopper, knew of this transaction: that it still waits is no news. Money would be.
 * Of one that is pending already, only that Blink has accepted it is.
 */
function isNoNews(move: Pending, { status, transactionId, accepted }: Attempt): boolean {
  if (status === 'abandoned') return transactionId === move.transactionId;
  if (status !== 'pending') return false;
  return transactionId !== move.transactionId || accepted || !move.accepted;
}

/**
 * The outcome is unknown, but not the transaction: so no other payment starts until a human, or a later word of Blink, has decided.
 * What a human has decided stays decided.
 */
function forHuman(
  order: Order,
  attempt: Attempt,
  { id: transactionId }: Transaction,
  reason: 'unknown_status' | 'wrong_amount',
): readonly OrderChange[] {
  if (isSettledByHuman(order, reason)) return [];
  const held: readonly OrderChange[] = canBecome(attempt.status, 'unknown')
    ? [{ type: 'outcome_unknown', attemptId: attempt.id, transactionId }]
    : [];
  return [...held, ...flagged(order, reason)];
}

function moveFor(
  meaning: Exclude<KnownMeaning, 'partly_undone'>,
  transaction: Transaction,
  order: Order,
  attempt: Attempt,
): AttemptTransition {
  const seen = { attemptId: attempt.id, transactionId: transaction.id };
  const amount = transaction.amount.minor;
  switch (meaning) {
    case 'captured':
      return isOnlyReserved(order, attempt)
        ? { type: 'money_authorised', ...seen, amount, heldAsCaptured: true }
        : { type: 'money_captured', ...seen, amount };
    case 'authorised':
      return isToBeAuthorised(order, attempt.method)
        ? { type: 'money_authorised', ...seen, amount }
        : { type: 'outcome_pending', ...seen, accepted: true };
    case 'pending':
      return { type: 'outcome_pending', ...seen, ...(isWaitedFor(attempt) && { atBank: true }) };
    case 'declined':
    case 'undone':
      return { type: 'attempt_declined', ...seen, reason: transaction.message || null };
    default:
      return meaning satisfies never;
  }
}

/**
 * A card's transaction is under way before the shopper has answered the bank. A bank transfer is so after that, too: there it would be an
 * invitation to pay twice.
 */
function isWaitedFor({ status, method }: Attempt): boolean {
  return status === 'challenged' && method !== 'open_banking';
}

/**
 * A pre-authorisation captures nothing, whatever word Blink has for its success: even `paid` on one may be a hold.
 * Once such money was held, a capture is a capture.
 */
function isOnlyReserved(order: Order, attempt: Attempt): boolean {
  return order.capture === 'manual' && canBeAuthorised(attempt.method) && attempt.authorisedAt === null;
}
