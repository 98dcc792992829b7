import { charge, type AttemptToCharge, type ChargeOutcome } from './charge';
import type { Payments } from './payments';
import type { Shown } from './shown';
import { payerOf } from '../../payments/customer';

export interface Payer {
  readonly name: string;
  readonly email: string;
  readonly address: string | null;
  readonly postcode: string | null;
}

/**
 * Starts a payment that the shopper then approves at the bank: until then the attempt is challenged.
 * @throws AttemptNotReady when another request uses this attempt already, or it is over
 */
export function payByOpenBanking(
  payments: Payments,
  at: AttemptToCharge,
  shown: Shown | null,
  payer: Payer,
): Promise<ChargeOutcome> {
  return charge(payments, at, { method: 'open_banking', shown, customer: payer }, (order, attempt) =>
    payments.blink.openBankings.pay({
      intentReference: attempt.intent.reference,
      transactionUnique: attempt.intent.transactionUnique,
      payer: payerOf(order.customer),
      merchantData: { order_id: order.id, nonce: attempt.nonce },
      returnUrl: payments.addresses.returnUrl(order.id, attempt.id),
    }),
  );
}
