import { TransactionNotFound } from '../../blink/errors';
import { transactionsOf } from '../domain/attempt-transactions';
import { changeOrder, knownOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { OrderNotFound, TransactionTaken } from '../store/store';
import { reconcileTransaction } from './reconcile-transaction';
import { SingleFlight } from '../../kernel/single-flight';
import { startRefundingExcess } from './refund-duplicate-or-late';
import { resolveLostResponse } from './resolve-lost-response';
import type { PaymentContext } from './context';
import type { Cause } from '../../ledger/line';
import type { ReadUrgency, Transaction } from '../../blink/payments/transaction';

export interface AttemptReference {
  readonly orderId: string;
  readonly attemptId: string;
}

export type Verdict =
  /** The transaction is this attempt's, and the order now says what it says. */
  | { readonly kind: 'ours'; readonly order: Order; readonly changes: readonly OrderChange[] }
  /** Another payment's, or nobody's: nothing was changed. */
  | { readonly kind: 'not_ours' };

/** @param held the order as the caller read it last: it is not read again before Blink is asked */
export type Verify = (
  at: AttemptReference,
  transactionId: string,
  cause: Cause,
  held?: Order,
) => Promise<Verdict>;

class NotOfAttempt extends Error {}

/**
 * The one way in which anything that happened at Blink reaches an order: the transaction is read with our own token, and counts only
 * if it is this attempt's, in its amount and currency. Reads of one transaction at once are one read, and whoever asks while it is
 * under way gets the one after it. An excess payment that it finds is refunded, after the answer.
 * The returned function rejects with OrderNotFound, and with BlinkUnavailable or BlinkRefused when nothing could be read.
 */
export function createVerify(context: PaymentContext): Verify {
  const reads = new SingleFlight<Verdict>();
  return (at, transactionId, cause, held) =>
    reads.run(`${at.attemptId}/${transactionId}`, async (start) => {
      const known = start === 'at_once' && held ? held : await knownOrder(context, at.orderId);
      return readAndApply(context, { at, known }, transactionId, cause);
    });
}

async function readAndApply(
  context: PaymentContext,
  { at, known }: { readonly at: AttemptReference; readonly known: Order },
  transactionId: string,
  cause: Cause,
): Promise<Verdict> {
  const attempt = attemptIn(known, at.attemptId);
  const readAt = context.clock.now();
  const transaction = await read(context, transactionId, urgencyOf(cause));
  if (!transaction) return foreign(context, at, transactionId, cause);
  try {
    return await apply(context, { known, attempt }, { transaction, readAt }, cause);
  } catch (error) {
    const isForeign = error instanceof TransactionTaken || error instanceof NotOfAttempt;
    if (isForeign) return foreign(context, at, transactionId, cause);
    throw error;
  }
}

/** What shoppers bring about leaves most of the rate limit to others: notifications and the sweep bring them the news, too. */
function urgencyOf({ by }: Cause): ReadUrgency {
  if (by === 'sweep') return 'sweep';
  return by === 'customer' || by === 'return' ? 'look' : 'verify';
}

async function read(
  { blink }: PaymentContext,
  id: string,
  urgency: ReadUrgency,
): Promise<Transaction | null> {
  try {
    return await blink.transactions.get(id, urgency);
  } catch (error) {
    if (error instanceof TransactionNotFound) return null;
    throw error;
  }
}

/** Its nonce travelled through Blink, or Blink itself named the id in the answer to our own call. */
function isOf(attempt: Attempt, transaction: Transaction): boolean {
  return (
    transaction.merchantData['nonce'] === attempt.nonce || transactionsOf(attempt).includes(transaction.id)
  );
}

function foreign(
  { log }: PaymentContext,
  at: AttemptReference,
  transactionId: string,
  cause: Cause,
): Verdict {
  log.warn({ ...at, transactionId, by: cause.by }, 'a transaction that is not of this payment was presented');
  return { kind: 'not_ours' };
}

/** @param known the order and its attempt as they were before Blink was asked */
async function apply(
  context: PaymentContext,
  { known, attempt: asked }: { readonly known: Order; readonly attempt: Attempt },
  { transaction, readAt }: { readonly transaction: Transaction; readonly readAt: Date },
  cause: Cause,
): Promise<Verdict> {
  const { policy } = context;
  const seen = { by: cause.by, evidence: `transaction ${transaction.id} is ${transaction.status}` };
  const at = { orderId: known.id, attemptId: asked.id };
  const { order, changes } = await changeOrder(context, known, seen, (current) => {
    const attempt = attemptIn(current, asked.id);
    if (!isOf(asked, transaction) && !isOf(attempt, transaction)) throw new NotOfAttempt();
    return [
      ...reconcileTransaction(transaction, current, attempt, policy),
      ...resolveLostResponse(transaction, current, attempt, policy, readAt),
    ];
  });
  for (const { type } of changes) {
    context.log.info({ ...at, transactionId: transaction.id, change: type, by: cause.by }, 'payment moved');
  }
  startRefundingExcess(context, order);
  return { kind: 'ours', order, changes };
}

function attemptIn(order: Order, attemptId: string): Attempt {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  if (!attempt) throw new OrderNotFound();
  return attempt;
}
