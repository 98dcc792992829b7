import type { PaymentMethod, PaymentOrder } from '../transactions/transaction';
import type { PaymentCall } from './payment-call';
import type { StoredCard } from './vault';

interface Means {
  readonly method: PaymentMethod;
  readonly paymentSource: string;
  readonly card?: StoredCard;
}

export function orderFor(payment: PaymentCall, { method, paymentSource, card }: Means): PaymentOrder {
  const { terms, id } = payment.intent;
  return {
    intentId: id,
    method,
    transactionType: terms.transactionType,
    amount: payment.amount,
    customer: payment.customer,
    merchantData: payment.merchantData,
    reference: payment.reference,
    paymentSource,
    cardId: card?.id ?? null,
    cardMask: card?.mask ?? null,
    returnUrl: terms.returnUrl,
    notificationUrl: terms.notificationUrl,
    delayCaptureDays: terms.delayCaptureDays,
    forwarded: payment.forwarded,
    device: payment.device,
    rerunOf: null,
    isForSchedule: false,
  };
}
