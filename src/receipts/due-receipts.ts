import type { Written } from '../orders/telling-store';
import { paymentReceipt, refundReceipt, type Receipt } from './receipt';

export interface DueReceipt {
  /** The same for the same payment or refund: also of the message, so that a mail server can notice a repeat. */
  readonly id: string;
  readonly receipt: Receipt;
}

/**
 * What was written is written once, so each payment and each refund is due a receipt once. A second payment that is given back
 * was never confirmed, and neither is its refund.
 */
export function dueReceipts(
  { order, entries, events }: Written,
  merchant: Receipt['merchant'],
): readonly DueReceipt[] {
  const payments = events
    .filter(({ type }) => type === 'order.paid')
    .map(({ id }) => ({ id, receipt: paymentReceipt(order, merchant) }));
  const refunds = entries.flatMap(({ change, at }) => {
    if (change.type !== 'refund_succeeded') return [];
    const refund = order.refunds.find(({ id }) => id === change.refundId);
    if (!refund || refund.kind === 'duplicate') return [];
    return [{ id: refund.id, receipt: refundReceipt(order, refund, at, merchant) }];
  });
  return [...payments, ...refunds];
}
