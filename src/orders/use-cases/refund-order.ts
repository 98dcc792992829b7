import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import { canBeRefunded, payingAttempt, refundableOf } from '../domain/money-facts';
import type { Attempt, Order, Refund } from '../domain/order';
import { statusOf } from '../domain/status';
import { executeRefund } from './execute-refund';
import type { Payments } from './payments';
import {
  MethodNotRefundable,
  NotRefundable,
  PartialRefundTooEarly,
  RefundableChanged,
  RefundableUnknown,
  RefundNotSent,
  RefundOutcomeUnknown,
  RefundRefused,
  RefundTooLarge,
} from './refund-errors';
import { flaggedIfCalm } from './review-changes';
import type { Cause } from '../../ledger/line';

export interface RefundRequest {
  /** Minor units; all that is left when it is left out. */
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  /** What the caller believes can be refunded: a request that was decided on old facts is refused. */
  readonly expectedRefundable?: number | undefined;
  /** The same through all tries of one request: a try that was cut off after its claim is found again, and nothing is sent twice. */
  readonly ticket?: string | null | undefined;
}

export interface RefundedOrder {
  readonly order: Order;
  /** `unknown` when Blink's answer was lost: then the order waits for a human. */
  readonly refund: Refund;
}

/**
 * Refunds part or all of a paid order, once.
 * However many ask at once, never more than was captured: each claims its part before anything is sent.
 * @throws NotRefundable, MethodNotRefundable, RefundTooLarge, RefundableChanged, RefundOutcomeUnknown before anything is claimed;
 * RefundableUnknown, PartialRefundTooEarly, RefundRefused, RefundNotSent when nothing was refunded; OrderNotFound
 */
export function refundOrder(
  payments: Payments,
  orderId: string,
  request: RefundRequest,
  cause: Cause,
): Promise<RefundedOrder> {
  return payments.inFlight.track(orderId, async () => {
    const ids = {
      first: request.ticket ? `ref_${request.ticket}` : payments.ids.refund(),
      next: payments.ids.refund(),
    };
    const { order, changes } = await changeOrder(payments, orderId, cause, (current) =>
      refundClaim(current, request, ids),
    );
    const claim = changes.find((change) => change.type === 'refund_claimed');
    if (!claim) return claimedBefore(order, ids.first);
    return send(payments, order, claim.refund.id, request);
  });
}

/** @throws RefundableUnknown when no try of this request has claimed anything: then it was not known what was left */
function claimedBefore(order: Order, refundId: string): RefundedOrder {
  const earlier = order.refunds.find(({ id }) => id === refundId);
  if (!earlier || earlier.status === 'failed') throw new RefundableUnknown();
  return { order, refund: earlier };
}

/** @returns no claim when an earlier try of the same request has it, or nobody knows what is left */
function refundClaim(
  order: Order,
  request: RefundRequest,
  ids: { readonly first: string; readonly next: string },
): readonly OrderChange[] {
  const earlier = order.refunds.find(({ id }) => id === ids.first);
  if (earlier && earlier.status !== 'failed') return [];
  const refund = {
    id: earlier ? ids.next : ids.first,
    kind: 'requested',
    reason: request.reason ?? null,
  } as const;
  const { attempt, amount } = claimable(order, request);
  if (attempt.reversedInPart && request.amount === undefined) return flaggedIfCalm(order, 'reversed_in_part');
  return [{ type: 'refund_claimed', refund: { ...refund, attemptId: attempt.id, amount } }];
}

/** The one check of every refund that is asked for: it runs on the version of the order that the claim is written to. */
function claimable(
  order: Order,
  request: RefundRequest,
): { readonly attempt: Attempt; readonly amount: number } {
  const attempt = payingAttempt(order);
  if (!attempt || attempt.status !== 'captured') throw new NotRefundable(statusOf(order));
  if (!canBeRefunded(attempt.method)) throw new MethodNotRefundable();
  if (order.refunds.some((each) => each.attemptId === attempt.id && each.status === 'unknown'))
    throw new RefundOutcomeUnknown();

  const left = refundableOf(order, attempt);
  const money = (minor: number) => ({ minor, currency: order.amount.currency });
  const { expectedRefundable = left, amount = left } = request;
  if (expectedRefundable !== left) throw new RefundableChanged(money(expectedRefundable), money(left));
  if (left === 0) throw new NotRefundable(statusOf(order));
  if (amount > left) throw new RefundTooLarge(money(amount), money(left));
  return { attempt, amount };
}

async function send(
  payments: Payments,
  claimed: Order,
  refundId: string,
  { amount }: RefundRequest,
): Promise<RefundedOrder> {
  const wanted = amount === undefined ? 'all_that_is_left' : 'this_amount';
  const given = await executeRefund(payments, claimed, refundId, wanted);
  switch (given.kind) {
    case 'succeeded':
    case 'unknown':
      return { order: given.order, refund: refundIn(given.order, refundId) };
    case 'refused':
      throw new RefundRefused(given.reason);
    case 'too_early':
      throw new PartialRefundTooEarly();
    case 'left_unknown':
      throw new RefundableUnknown();
    case 'gone':
      throw new NotRefundable(statusOf(await lookAgain(payments, claimed, refundId)));
    case 'not_sent':
      throw new RefundNotSent(given.cause);
    default:
      return given satisfies never;
  }
}

function refundIn(order: Order, refundId: string): Refund {
  const refund = order.refunds.find(({ id }) => id === refundId);
  if (!refund) throw new Error('A claimed refund cannot be gone');
  return refund;
}

/** Somebody else undid the payment: the order is to say so too. */
async function lookAgain(payments: Payments, order: Order, refundId: string): Promise<Order> {
  const { attemptId } = refundIn(order, refundId);
  const transactionId = order.attempts.find(({ id }) => id === attemptId)?.transactionId;
  if (!transactionId) return order;
  try {
    const cause = { by: 'system', evidence: 'a refund found it undone' } as const;
    const verdict = await payments.verify({ orderId: order.id, attemptId }, transactionId, cause);
    return verdict.kind === 'ours' ? verdict.order : order;
  } catch {
    payments.log.warn({ orderId: order.id, transactionId }, 'an undone payment could not be read again yet');
    return order;
  }
}
