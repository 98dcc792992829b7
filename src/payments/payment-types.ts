import type { PaymentType } from '../blink/blink';
import type { PaymentMethod } from '../orders/domain/order';

/** The kind of intent each method needs: wallets pay with a card. */
export const PAYMENT_TYPE: Readonly<Record<PaymentMethod, PaymentType>> = {
  card: 'credit-card',
  apple_pay: 'credit-card',
  google_pay: 'credit-card',
  direct_debit: 'direct-debit',
  open_banking: 'open-banking',
};
