import type { Browser, CardPayment } from '../../blink/blink';
import type { Attempt, Order } from '../domain/order';
import type { AttemptReference } from './verify';
import { charge, type ChargeOutcome } from './charge';
import { payerOf } from '../../payments/payer';
import type { Payments } from './payments';
import type { Shown } from './shown';

export interface CardDetails {
  /** From Blink's hosted fields: stands for the card, is used once and never kept. */
  readonly paymentToken: string;
  readonly payer: {
    readonly name: string;
    readonly email: string;
    readonly address: string | null;
    readonly postcode: string | null;
  };
  readonly browser: Browser;
}

/** @throws AttemptNotReady when another request charges this attempt already, or it is over */
export function payByCard(
  payments: Payments,
  at: AttemptReference,
  shown: Shown | null,
  card: CardDetails,
): Promise<ChargeOutcome> {
  return charge(payments, at, { method: 'card', shown, customer: card.payer }, (order, attempt) =>
    payments.blink.creditCards.pay(cardPaymentOf(payments, order, attempt, card)),
  );
}

/** @param order as it was claimed: its customer is who pays */
export function cardPaymentOf(
  { addresses }: Pick<Payments, 'addresses'>,
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
