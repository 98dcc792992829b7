import type { RefundChange } from './history';
import type { Refund, RefundStatus } from './order';

/** A refund that a human or a later answer has settled stays as it is. */
const MAY_BECOME: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  claimed: ['succeeded', 'failed', 'unknown'],
  unknown: ['succeeded', 'failed'],
  succeeded: [],
  failed: [],
};

export function evolveRefund(refunds: readonly Refund[], change: RefundChange, at: Date): readonly Refund[] {
  switch (change.type) {
    case 'refund_claimed':
      return [...refunds, { ...change.refund, status: 'claimed', createdAt: at, failure: null }];
    case 'refund_succeeded':
      return settled(refunds, change.refundId, 'succeeded', null);
    case 'refund_failed':
      return settled(refunds, change.refundId, 'failed', change.reason);
    case 'refund_unknown':
      return settled(refunds, change.refundId, 'unknown', null);
    default:
      return change satisfies never;
  }
}

function settled(
  refunds: readonly Refund[],
  id: string,
  status: RefundStatus,
  failure: string | null,
): readonly Refund[] {
  const refund = refunds.find((each) => each.id === id);
  if (!refund) throw new Error('The order has no such refund');
  if (!MAY_BECOME[refund.status].includes(status)) {
    throw new Error(`A refund that is ${refund.status} cannot become ${status}`);
  }
  return refunds.map((each) => (each === refund ? { ...each, status, failure } : each));
}
