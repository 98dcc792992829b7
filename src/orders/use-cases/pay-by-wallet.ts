import { charge, type AttemptToCharge, type ChargeOutcome } from './charge';
import { cardPaymentOf } from './pay-by-card';
import type { Payments } from './payments';
import type { Shown } from './shown';
import type { CardDetails } from '../../payments/card-details';
import type { Wallet } from '../../blink/payments/intent';

/**
 * @param details with the wallet's token, a JSON text, in the place of a card's
 * @throws AttemptNotReady when another request charges this attempt already, or it is over
 */
export function payByWallet(
  payments: Payments,
  at: AttemptToCharge,
  shown: Shown | null,
  wallet: Wallet,
  details: CardDetails,
): Promise<ChargeOutcome> {
  return charge(payments, at, { method: wallet, shown, customer: details.payer }, (order, attempt) =>
    payments.blink.wallets.pay(wallet, cardPaymentOf(payments, order, attempt, details)),
  );
}
