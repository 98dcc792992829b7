import { charge, type AttemptToCharge, type ChargeOutcome } from './charge';
import type { Payments } from './payments';
import type { Shown } from './shown';
import type { DirectDebitPayment } from '../../blink/payments/payment';

export interface DirectDebitDetails {
  readonly givenName: string;
  readonly familyName: string;
  /** Empty for a person. */
  readonly companyName: string;
  readonly email: string;
  readonly address: string | null;
  readonly postcode: string | null;
  /** Goes to Blink and is not kept. */
  readonly account: DirectDebitPayment['account'];
}

/**
 * Sets a direct debit up and has it collected. What Blink answers is not money: that comes days later, or does not.
 * @throws AttemptNotReady when another request uses this attempt already, or it is over
 */
export function payByDirectDebit(
  payments: Payments,
  at: AttemptToCharge,
  shown: Shown | null,
  details: DirectDebitDetails,
): Promise<ChargeOutcome> {
  const { email, address, postcode } = details;
  const name = details.companyName || `${details.givenName} ${details.familyName}`;
  const customer = { name, email, address, postcode };
  return charge(payments, at, { method: 'direct_debit', shown, customer }, (order, attempt) =>
    payments.blink.directDebits.pay({
      intentReference: attempt.intent.reference,
      givenName: details.givenName,
      familyName: details.familyName,
      companyName: details.companyName,
      email,
      address: order.customer.address ?? undefined,
      postcode: order.customer.postcode ?? undefined,
      account: details.account,
      merchantData: { order_id: order.id, nonce: attempt.nonce },
      returnUrl: payments.addresses.returnUrl(order.id, attempt.id),
    }),
  );
}
