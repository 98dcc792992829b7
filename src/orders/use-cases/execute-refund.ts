import { BlinkError, TransactionNotFound } from '../../blink/errors';
import { meaningOf, refundOrVoid } from '../../blink/wire/statuses';
import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order, Refund } from '../domain/order';
import { askOnce, type NotSent } from '../../payments/ask-once';
import type { PaymentContext } from './context';
import { failedRefund, notSentRefund, succeededRefund, unknownRefund } from './refund-changes';
import { flagged } from './review-changes';
import type { OperationAnswer } from '../../blink/payments/transaction';

/** What became of a claimed refund. The order says so too. */
export type ExecutedRefund = { readonly kind: 'succeeded' | 'unknown'; readonly order: Order } | NotRefunded;

/**
 * Nothing was refunded: Blink refused, only the whole can be refunded before settlement, the money is gone already, a part of it is and nobody
 * knows what is left, Blink was not asked.
 */
export type NotRefunded =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'too_early' | 'gone' | 'left_unknown' }
  | NotSent;

/** What Blink calls the whole is what it has left, whatever amount we name; a part is the amount that is named. */
type Way = 'cancel' | 'refund' | 'refund_part';

interface Claimed {
  readonly order: Order;
  readonly refund: Refund;
  readonly attempt: Attempt;
  readonly transactionId: string;
}

/**
 * Executes a claimed refund, once: looks how, asks Blink, writes down what the answer says. Whatever happens, the call is never made
 * a second time.
 * @param order as it is with the claim
 * @param wanted whether somebody named this amount, or it is what we believe to be left
 */
export async function executeRefund(
  context: PaymentContext,
  order: Order,
  refundId: string,
  wanted: 'all_that_is_left' | 'this_amount',
): Promise<ExecutedRefund> {
  const claimed = claimIn(order, refundId);
  const way = await wayBack(context, claimed, wanted);
  if (typeof way === 'object') return notGivenBack(context, claimed, way);
  const answer = await askOnce(context.log, whichOf(claimed), () => ask(context, claimed, way));
  switch (answer.kind) {
    case 'done':
      context.log.info(whichOf(claimed), 'money was given back');
      return { kind: 'succeeded', order: await record(context, claimed, succeededRefund) };
    case 'unknown':
      return { kind: 'unknown', order: await record(context, claimed, unknownRefund) };
    case 'refused':
    case 'not_sent':
      return notGivenBack(context, claimed, answer);
    default:
      return answer satisfies never;
  }
}

function claimIn(order: Order, refundId: string): Claimed {
  const refund = order.refunds.find(({ id }) => id === refundId);
  const attempt = order.attempts.find(({ id }) => id === refund?.attemptId);
  if (!refund || !attempt?.transactionId) throw new Error('A refund is claimed before it is asked for');
  return { order, refund, attempt, transactionId: attempt.transactionId };
}

/** Before the night's settlement Blink cancels, and only the whole; so the transaction is read at the last moment. */
async function wayBack(
  context: PaymentContext,
  claimed: Claimed,
  wanted: 'all_that_is_left' | 'this_amount',
): Promise<Way | NotRefunded> {
  try {
    const { status } = await context.blink.transactions.get(claimed.transactionId);
    const way = refundOrVoid(status);
    if (way === 'neither') return { kind: 'gone' };
    if (way === 'cancel' && !isWhole(claimed)) return { kind: 'too_early' };
    if (!isPartlyGone(claimed, status)) return way;
    await showPartGone(context, claimed);
    return wanted === 'this_amount' ? 'refund_part' : { kind: 'left_unknown' };
  } catch (error) {
    if (error instanceof TransactionNotFound) return { kind: 'refused', reason: error.message };
    if (error instanceof BlinkError) return { kind: 'not_sent', cause: error };
    throw error;
  }
}

/** Nothing else of the payment was or will be refunded. */
function isWhole(claimed: Claimed): boolean {
  return claimed.refund.amount === claimed.attempt.captured && isOurOnlyRefund(claimed);
}

function isOurOnlyRefund({ order, refund, attempt }: Claimed): boolean {
  return order.refunds.every(
    ({ id, attemptId, status }) => id === refund.id || attemptId !== attempt.id || status === 'failed',
  );
}

/** Somebody else refunded a part: that was seen before, or Blink shows a part as gone and no refund of ours explains it. */
function isPartlyGone(claimed: Claimed, word: string): boolean {
  if (claimed.attempt.reversedInPart) return true;
  return meaningOf('card', word) === 'partly_undone' && isOurOnlyRefund(claimed);
}

/** Written down before ours is sent: after it, nobody could tell the two apart. */
async function showPartGone(
  context: PaymentContext,
  { order, attempt: { id: attemptId } }: Claimed,
): Promise<void> {
  const cause = { by: 'system', evidence: 'a refund found a part of the payment given back' } as const;
  await changeOrder(context, order, cause, (current) => {
    const attempt = current.attempts.find(({ id }) => id === attemptId);
    if (attempt?.status !== 'captured' || attempt.reversedInPart) return [];
    return [{ type: 'part_reversed', attemptId }, ...flagged(current, 'reversed_in_part')];
  });
}

function ask({ blink }: PaymentContext, claimed: Claimed, way: Way): Promise<OperationAnswer> {
  const { order, refund, attempt, transactionId } = claimed;
  const amount = { minor: refund.amount, currency: order.amount.currency };
  const move = { transactionId, amount, reference: refund.id };
  if (way === 'cancel') return blink.transactions.cancel(move);
  // Of a capture in part the transaction may still bear the whole amount: then Blink's "whole" is not ours.
  const isBlinksWhole = way === 'refund' && isWhole(claimed) && attempt.captured === attempt.amount.minor;
  return blink.transactions.refund({ ...move, isWhole: isBlinksWhole });
}

async function notGivenBack(
  context: PaymentContext,
  claimed: Claimed,
  why: NotRefunded,
): Promise<NotRefunded> {
  context.log.warn({ ...whichOf(claimed), outcome: why.kind }, 'a refund did not happen');
  await record(context, claimed, (order, refund) =>
    why.kind === 'not_sent' ? notSentRefund(order, refund) : failedRefund(order, refund, reasonOf(why)),
  );
  return why;
}

function reasonOf(why: Exclude<NotRefunded, NotSent>): string {
  switch (why.kind) {
    case 'refused':
      return why.reason;
    case 'too_early':
      return 'Only the whole can be given back before settlement';
    case 'left_unknown':
      return 'A part was given back at Blink, and what is left is not known';
    case 'gone':
      return 'Blink shows the payment as undone already';
    default:
      return why satisfies never;
  }
}

function whichOf({ order, attempt, refund, transactionId }: Claimed) {
  return { orderId: order.id, attemptId: attempt.id, refundId: refund.id, transactionId, kind: refund.kind };
}

/** A human, or time, may have decided meanwhile; what is settled stays as it is. */
async function record(
  context: PaymentContext,
  { order: claimed, refund: { id: refundId } }: Claimed,
  changesOf: (order: Order, refund: Refund) => readonly OrderChange[],
): Promise<Order> {
  const cause = { by: 'system', evidence: "Blink's answer to the refund" } as const;
  const { order } = await changeOrder(context, claimed, cause, (current) => {
    const refund = current.refunds.find(({ id }) => id === refundId);
    return refund ? changesOf(current, refund) : [];
  });
  return order;
}
