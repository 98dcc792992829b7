import { paths, type Path } from '../../kernel/paths';
import type { PaymentMethod } from '../../payments/methods';

export type CheckoutPath = Path<`/checkout/:token/${string}`>;

/** Where the form of each way to pay is. */
export const methodPath: Readonly<Record<PaymentMethod, CheckoutPath>> = {
  card: paths.payByCard,
  direct_debit: paths.payByDirectDebit,
  open_banking: paths.payByOpenBanking,
  apple_pay: paths.payByApplePay,
  google_pay: paths.payByGooglePay,
};
