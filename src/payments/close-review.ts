import { AppError } from '../errors';
import { changeOrder } from '../orders/change-order';
import type { Cause, OrderChange } from '../orders/history';
import type { Order } from '../orders/order';
import type { Payments } from './payments';

export const RESOLUTIONS = ['dismissed', 'not_paid', 'refund_succeeded', 'refund_failed'] as const;

/**
 * What a human found out: nothing more to do; the attempts whose outcome is unknown did not take money; the refunds whose outcome is
 * unknown did, or did not, give it back. That an attempt did take money is said by naming its transaction.
 */
export type Resolution = (typeof RESOLUTIONS)[number];

export class NothingToReview extends AppError {
  readonly status = 409;
  readonly code = 'nothing_to_review';
  constructor() {
    super('The order is not waiting for a review');
  }
}

/** @throws NothingToReview, OrderNotFound */
export async function closeReview(
  payments: Payments,
  orderId: string,
  { resolution, note }: { readonly resolution: Resolution; readonly note: string },
  cause: Cause,
): Promise<Order> {
  const { order } = await changeOrder(payments, orderId, cause, (current) => {
    if (!current.review) throw new NothingToReview();
    return [...found(current, resolution, note), { type: 'review_closed', resolution, note }];
  });
  return order;
}

function found(order: Order, resolution: Resolution, note: string): readonly OrderChange[] {
  const unknownRefunds = order.refunds.filter((refund) => refund.status === 'unknown');
  switch (resolution) {
    case 'dismissed':
      return [];
    case 'not_paid':
      return order.attempts
        .filter((attempt) => attempt.status === 'unknown')
        .map((attempt) => ({ type: 'attempt_abandoned', attemptId: attempt.id }));
    case 'refund_succeeded':
      return unknownRefunds.map((refund) => ({ type: 'refund_succeeded', refundId: refund.id }));
    case 'refund_failed':
      return unknownRefunds.map((refund) => ({
        type: 'refund_failed',
        refundId: refund.id,
        reason: note,
      }));
    default:
      return resolution satisfies never;
  }
}
