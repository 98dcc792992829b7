import type { Attempt, Order } from '../domain/order';
import { charge, type AttemptToCharge, type ChargeOutcome } from './charge';
import type { PaymentContext } from './context';
import type { Payments } from './payments';
import type { Shown } from './shown';
import { payerOf } from '../../payments/customer';
import type { CardDetails } from '../../payments/card-details';
import type { CardPayment } from '../../blink/payments/payment';

/** @throws AttemptNotReady when another request charges this attempt already, or it is over */
export function payByCard(
  payments: Payments,
  at: AttemptToCharge,
  shown: Shown | null,
  card: CardDetails,
): Promise<ChargeOutcome> {
  return charge(payments, at, { method: 'card', shown, customer: card.payer }, (order, attempt) =>
    payments.blink.creditCards.pay(cardPaymentOf(payments, order, attempt, card)),
  );
}

/** @param order as it was claimed: its customer is who pays */
export function cardPaymentOf(
  { addresses }: Pick<PaymentContext, 'addresses'>,
  order: Order,
  attempt: Attempt,
  { paymentToken, browser }: CardDetails,
): CardPayment {
  return {
    intentReference: attempt.intent.reference,
    paymentToken,
    transactionUnique: attempt.intent.transactionUnique,
    payer: payerOf(order.customer),
    merchantData: { order_id: order.id, nonce: attempt.nonce },
    browser,
    returnUrl: addresses.returnUrl(order.id, attempt.id),
  };
}
