import type { OrderChange } from '../domain/history';
import type { Order, Refund, ReviewReason } from '../domain/order';
import { flagged, flaggedIfCalm, settled } from './review-changes';

/** Each gives nothing when the refund was settled before. */
export function succeededRefund(order: Order, refund: Refund): readonly OrderChange[] {
  if (isSettled(refund)) return [];
  return [
    { type: 'refund_succeeded', refundId: refund.id },
    ...settled(order, reviewsEndedBy(order, refund), 'The money was given back'),
  ];
}

/** @param reason why nothing was refunded, for certain */
export function failedRefund(order: Order, refund: Refund, reason: string): readonly OrderChange[] {
  if (isSettled(refund)) return [];
  return [
    { type: 'refund_failed', refundId: refund.id, reason: reason || null },
    ...(refund.kind === 'requested' ? [] : flagged(order, 'refund_failed')),
  ];
}

/** Money that is to be refunded stays so, and is shown meanwhile; the next read of the order tries again. */
export function notSentRefund(order: Order, refund: Refund): readonly OrderChange[] {
  if (isSettled(refund)) return [];
  const shown = refund.kind === 'requested' ? [] : flaggedIfCalm(order, REVIEW_OF[refund.kind]);
  return [{ type: 'refund_withdrawn', refundId: refund.id }, ...shown];
}

export function unknownRefund(order: Order, refund: Refund): readonly OrderChange[] {
  if (refund.status !== 'claimed') return [];
  return [{ type: 'refund_unknown', refundId: refund.id }, ...flagged(order, 'refund_unknown')];
}

/** What an order is shown for while an excess payment waits to be refunded. */
export const REVIEW_OF = { duplicate: 'paid_twice', late: 'late_payment' } as const;

function isSettled({ status }: Refund): boolean {
  return status === 'succeeded' || status === 'failed';
}

function reviewsEndedBy(order: Order, refund: Refund): readonly ReviewReason[] {
  const others = order.refunds.filter((each) => each.id !== refund.id);
  const noneUnknown = others.every(({ status }) => status !== 'unknown');
  return [
    ...(noneUnknown ? (['refund_unknown'] as const) : []),
    ...(refund.kind === 'requested' ? [] : [REVIEW_OF[refund.kind]]),
  ];
}
