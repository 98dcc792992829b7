import type { Family, Meaning } from '../../blink/blink';
import { meaningOf } from '../../blink/wire/statuses';
import type { PaymentMethod } from '../domain/order';
import type { PaymentPolicy } from './payments';

export type KnownMeaning = Exclude<Meaning, 'unknown' | 'confirmed'>;

const FAMILY: Readonly<Record<PaymentMethod, Family>> = {
  card: 'card',
  direct_debit: 'direct_debit',
  open_banking: 'open_banking',
  apple_pay: 'wallet',
  google_pay: 'wallet',
};

/** `confirmed` says that a bank promised a direct debit; whether that is money yet is the merchant's choice. */
export function meaningFor(
  word: string,
  method: PaymentMethod,
  policy: Pick<PaymentPolicy, 'directDebitPaidAt'>,
): KnownMeaning | 'unknown' {
  const meaning = meaningOf(FAMILY[method], word);
  if (meaning !== 'confirmed') return meaning;
  return policy.directDebitPaidAt === 'confirmed' ? 'captured' : 'pending';
}
