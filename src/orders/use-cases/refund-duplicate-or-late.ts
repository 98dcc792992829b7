import { changeOrder } from '../store/change-order';
import type { OrderChange } from '../domain/history';
import { authorisedAttempt, payingAttempt, refundableOf } from '../domain/money-facts';
import type { Attempt, Order } from '../domain/order';
import { executeRefund } from './execute-refund';
import type { PaymentContext } from './context';
import { executeVoid } from './execute-void';
import { settled } from './review-changes';
import type { Cause } from '../../ledger/line';

const CAUSE: Cause = { by: 'system', evidence: 'money that is not of this order' };

/**
 * Refunds an excess payment, without making whoever found it wait. Whoever reads the order next tries again what could
 * not be sent; what was sent is never sent again.
 */
export function startRefundingExcess(context: PaymentContext, order: Order): void {
  if (!order.attempts.some(({ surplus }) => surplus !== null)) return;
  context.inFlight
    .track(order.id, () => giveBackSurplus(context, order))
    .catch((error: unknown) => {
      context.log.error({ orderId: order.id, err: error }, 'surplus money could not be given back');
    });
}

async function giveBackSurplus(context: PaymentContext, order: Order): Promise<void> {
  const surplus = order.attempts.filter((attempt) => attempt.surplus !== null);
  for (const attempt of surplus) await giveBackOne(context, order, attempt.id);
}

/** The claim lets one caller through, however many found the same excess payment. */
async function giveBackOne(context: PaymentContext, held: Order, attemptId: string): Promise<void> {
  const refundId = context.ids.refund();
  const { order, changes } = await changeOrder(context, held, CAUSE, (current) =>
    surplusClaim(current, attemptId, refundId),
  );
  for (const { type } of changes) {
    if (type === 'refund_claimed') await executeRefund(context, order, refundId, 'all_that_is_left');
    if (type === 'release_claimed') await executeVoid(context, order, attemptId);
  }
}

function surplusClaim(order: Order, attemptId: string, refundId: string): readonly OrderChange[] {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  if (!attempt?.surplus || attempt.claim) return [];
  if (attempt.surplus === 'duplicate' && isTheOnlyPayment(order, attempt)) {
    return [
      { type: 'surplus_kept', attemptId },
      ...settled(order, ['paid_twice'], 'The other payment is gone'),
    ];
  }
  if (attempt.status === 'authorised') {
    return [{ type: 'release_claimed', attemptId, because: attempt.surplus }];
  }
  const amount = refundableOf(order, attempt);
  if (amount === 0) return [{ type: 'surplus_kept', attemptId }];
  const refund = { id: refundId, attemptId, amount, kind: attempt.surplus, reason: null };
  return [{ type: 'refund_claimed', refund }];
}

/** What came first was reversed meanwhile: then this one pays the order. */
function isTheOnlyPayment(order: Order, attempt: Attempt): boolean {
  const other = payingAttempt(order) ?? authorisedAttempt(order);
  return other === null || other.id === attempt.id;
}
