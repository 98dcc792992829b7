import { meaningOf } from '../../blink/wire/statuses';
import { METHODS, type PaymentMethod } from '../../payments/methods';
import type { PaymentPolicy } from './context';
import type { Meaning } from '../../blink/payments/transaction';

export type KnownMeaning = Exclude<Meaning, 'unknown' | 'confirmed'>;

/** `confirmed` says that a bank promised a direct debit; whether that is money yet is the merchant's choice. */
export function interpretStatus(
  word: string,
  method: PaymentMethod,
  policy: Pick<PaymentPolicy, 'directDebitPaidAt'>,
): KnownMeaning | 'unknown' {
  const meaning = meaningOf(METHODS[method].family, word);
  if (meaning !== 'confirmed') return meaning;
  return policy.directDebitPaidAt === 'confirmed' ? 'captured' : 'pending';
}
