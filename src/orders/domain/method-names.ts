import type { PaymentMethod } from './order';

/** What a shopper calls a way to pay, on pages and receipts alike. */
export const METHOD_NAME: Readonly<Record<PaymentMethod, string>> = {
  card: 'Card',
  direct_debit: 'Direct Debit',
  open_banking: 'Bank transfer',
  apple_pay: 'Apple Pay',
  google_pay: 'Google Pay',
};
