import type { AttemptChange, RefundChange, ExcessChange } from './history';
import type { Attempt, Order, ExcessPayment } from './order';

const TYPES: ReadonlySet<string> = new Set<ExcessChange['type']>([
  'surplus_found',
  'surplus_kept',
  'part_reversed',
]);

export function isExcessChange(change: AttemptChange): change is ExcessChange {
  return TYPES.has(change.type);
}

/** @throws Error when the attempt has no money that could be excess, or be reversed in part */
export function evolveExcess(attempt: Attempt, change: ExcessChange): Attempt {
  const { status } = attempt;
  switch (change.type) {
    case 'surplus_found':
      if (status !== 'authorised' && status !== 'captured')
        throw new Error(`An attempt that is ${status} has no money`);
      return { ...attempt, surplus: change.as };
    case 'surplus_kept':
      return { ...attempt, surplus: null };
    case 'part_reversed':
      if (status !== 'captured') throw new Error(`An attempt that is ${status} has no captured money`);
      return { ...attempt, reversedInPart: true };
    default:
      return change satisfies never;
  }
}

/** An excess payment is refunded once: it counts as excess again only when it is certain that Blink was not asked for the refund. */
export function excessAfterRefund(order: Order, change: RefundChange): readonly Attempt[] {
  if (change.type === 'refund_claimed') return marked(order, change.refund, null);
  if (change.type !== 'refund_withdrawn') return order.attempts;
  const refund = order.refunds.find(({ id }) => id === change.refundId);
  return refund ? marked(order, refund, refund.kind) : order.attempts;
}

function marked(
  order: Order,
  { attemptId, kind }: { readonly attemptId: string; readonly kind: 'requested' | ExcessPayment },
  surplus: 'requested' | ExcessPayment | null,
): readonly Attempt[] {
  if (kind === 'requested' || surplus === 'requested') return order.attempts;
  return order.attempts.map((each) => (each.id === attemptId ? { ...each, surplus } : each));
}
