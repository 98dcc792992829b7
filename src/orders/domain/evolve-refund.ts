import type { RefundChange } from './history';
import { refundableOf } from './money-facts';
import type { Order, Refund, RefundStatus } from './order';

/** Where a refund's status may go. A refund that a human or a later answer has settled never changes again. */
export const REFUND_MAY_BECOME: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  claimed: ['succeeded', 'failed', 'unknown'],
  unknown: ['succeeded', 'failed'],
  succeeded: [],
  failed: [],
};

const NOT_SENT = 'It was not sent to Blink';

/** @throws Error when more would be refunded than is left, or a refund is settled twice */
export function evolveRefund(order: Order, change: RefundChange, at: Date): readonly Refund[] {
  const { refunds } = order;
  switch (change.type) {
    case 'refund_claimed':
      return [...refunds, claimed(order, change.refund, at)];
    case 'refund_succeeded':
      return settled(refunds, change.refundId, 'succeeded', null);
    case 'refund_failed':
      return settled(refunds, change.refundId, 'failed', change.reason);
    case 'refund_withdrawn':
      return settled(refunds, change.refundId, 'failed', NOT_SENT);
    case 'refund_unknown':
      return settled(refunds, change.refundId, 'unknown', null);
    default:
      return change satisfies never;
  }
}

/** The last line of defence: every caller that claims a refund has checked before, against the same version of the order. */
function claimed(
  order: Order,
  refund: Extract<RefundChange, { type: 'refund_claimed' }>['refund'],
  at: Date,
): Refund {
  const attempt = order.attempts.find(({ id }) => id === refund.attemptId);
  const left = attempt ? refundableOf(order, attempt) : 0;
  if (!Number.isSafeInteger(refund.amount) || refund.amount < 1 || refund.amount > left) {
    throw new Error(`Cannot refund ${refund.amount}: ${left} is left of the payment`);
  }
  if (order.refunds.some(({ id }) => id === refund.id)) throw new Error('A refund is claimed once');
  return { ...refund, status: 'claimed', createdAt: at, failure: null };
}

function settled(
  refunds: readonly Refund[],
  id: string,
  status: RefundStatus,
  failure: string | null,
): readonly Refund[] {
  const refund = refunds.find((each) => each.id === id);
  if (!refund) throw new Error('The order has no such refund');
  if (!REFUND_MAY_BECOME[refund.status].includes(status)) {
    throw new Error(`A refund that is ${refund.status} cannot become ${status}`);
  }
  return refunds.map((each) => (each === refund ? { ...each, status, failure } : each));
}
