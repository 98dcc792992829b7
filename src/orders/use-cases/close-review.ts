import { AppError } from '../../kernel/errors';
import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order, ReviewReason } from '../domain/order';
import type { Payments } from './payments';
import type { Cause } from '../../ledger/line';

export const RESOLUTIONS = [
  'dismissed',
  'not_paid',
  'refund_succeeded',
  'refund_failed',
  'capture_succeeded',
  'capture_failed',
] as const;

/**
 * What a human found out: nothing more to do; the attempts whose outcome is not known did not take money; the refunds whose outcome is
 * unknown did, or did not, refund it; a capture whose outcome is unknown did, or did not, capture the authorised money.
 * That an attempt did take money is said by naming its transaction, and `paid` only when Blink shows it.
 */
export type Resolution = (typeof RESOLUTIONS)[number];

export class NothingToReview extends AppError {
  readonly status = 409;
  readonly code = 'nothing_to_review';
  constructor() {
    super('The order is not waiting for a review');
  }
}

/** What is not known has to be found out: looking away would leave the order blocked. */
export class ResolutionDoesNotFit extends AppError {
  readonly status = 409;
  readonly code = 'resolution_does_not_fit';
  constructor(reason: ReviewReason, fitting: readonly Resolution[]) {
    super(`A review for ${reason} ends with ${fitting.join(' or ')}`);
  }
}

const FITTING: Readonly<Partial<Record<ReviewReason, readonly Resolution[]>>> = {
  refund_unknown: ['refund_succeeded', 'refund_failed'],
  capture_unknown: ['capture_succeeded', 'capture_failed'],
};

/**
 * Ends a review with what a human found out.
 * @throws NothingToReview, ResolutionDoesNotFit, OrderNotFound
 */
export async function closeReview(
  payments: Payments,
  orderId: string,
  { resolution, note }: { readonly resolution: Resolution; readonly note: string },
  cause: Cause,
): Promise<Order> {
  const { order } = await changeOrder(payments, orderId, cause, (current) => {
    if (!current.review) throw new NothingToReview();
    const fitting = FITTING[current.review.reason];
    if (fitting && !fitting.includes(resolution))
      throw new ResolutionDoesNotFit(current.review.reason, fitting);
    return [...found(current, resolution, note), { type: 'review_closed', resolution, note }];
  });
  return order;
}

function found(order: Order, resolution: Resolution, note: string): readonly OrderChange[] {
  const unknownRefunds = order.refunds.filter((refund) => refund.status === 'unknown');
  switch (resolution) {
    case 'dismissed':
      return order.attempts.flatMap((attempt) => letBe(attempt, note));
    case 'not_paid':
      return order.attempts
        .filter(({ status }) => status === 'unknown' || status === 'pending')
        .map((attempt) => ({ type: 'attempt_abandoned', attemptId: attempt.id }));
    case 'refund_succeeded':
      return unknownRefunds.map((refund) => ({ type: 'refund_succeeded', refundId: refund.id }));
    case 'refund_failed':
      return unknownRefunds.map((refund) => ({
        type: 'refund_failed',
        refundId: refund.id,
        reason: note,
      }));
    case 'capture_succeeded':
      return order.attempts.flatMap(confirmedCapture);
    case 'capture_failed':
      return unsettledCaptures(order).map(({ id: attemptId }) => ({
        type: 'capture_refused',
        attemptId,
        reason: note,
      }));
    default:
      return resolution satisfies never;
  }
}

/** A human decided that an excess payment stays, and that a void of which nothing was heard is not waited for. */
function letBe({ id: attemptId, surplus, claim }: Attempt, note: string): readonly OrderChange[] {
  return [
    ...(surplus ? [{ type: 'surplus_kept', attemptId } as const] : []),
    ...(claim?.kind === 'release' && claim.status === 'unknown'
      ? [{ type: 'release_refused', attemptId, reason: note } as const]
      : []),
  ];
}

function unsettledCaptures(order: Order): readonly Attempt[] {
  return order.attempts.filter(
    ({ claim }) => claim && claim.kind !== 'release' && claim.status !== 'claimed',
  );
}

/** Blink still has to show it. A card that was charged anew has a transaction of its own: that one is named instead. */
function confirmedCapture({ id: attemptId, claim, transactionId }: Attempt): readonly OrderChange[] {
  const isSameTransaction = claim?.kind === 'capture' && claim.status === 'unknown';
  return isSameTransaction && transactionId ? [{ type: 'capture_confirmed', attemptId, transactionId }] : [];
}
