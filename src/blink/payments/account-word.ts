import { z } from 'zod';
import { isJsonObject, valueAt } from '../wire/json';
import { fold } from '../wire/statuses';
import { PAYMENT_TYPES, type PaymentType, type AccountWord } from './intent';

/** The part of a token's answer that describes the account. Until late in 2023 it had one `currency` instead of a list. */
export const accountWords = {
  payment_types: z.array(z.unknown()).nullish().catch(null),
  currencies: z.array(z.unknown()).nullish().catch(null),
  currency: z.string().nullish().catch(null),
  account_status: z.unknown().optional(),
  account: z.unknown().optional(),
  status: z.unknown().optional(),
};

type Read = z.infer<z.ZodObject<typeof accountWords>>;

export function accountWordFrom(read: Read): AccountWord {
  const { payment_types, currencies, currency } = read;
  return {
    paymentTypes: paymentTypesFrom(payment_types ?? null),
    currencies: currenciesFrom(currencies ?? (currency ? [currency] : null)),
    status: accountStatusFrom(read),
  };
}

/** Unknown words are methods that we do not support. A list of unknown words only is ignored: Blink's words may have changed. */
function paymentTypesFrom(words: readonly unknown[] | null): readonly PaymentType[] | null {
  if (!words) return null;
  const folded = words.map((word) => (typeof word === 'string' ? fold(word) : ''));
  const known = PAYMENT_TYPES.filter((type) => folded.includes(fold(type)));
  return known.length === 0 && words.length > 0 ? null : known;
}

/** Since January 2025 the answer has a status, under a key that no recording shows: every likely key is read, and only known words count. */
function accountStatusFrom({ account_status, account, status }: Read): AccountWord['status'] {
  const inside = isJsonObject(account)
    ? [valueAt(account, 'status'), valueAt(account, 'account_status')]
    : [];
  for (const word of [account_status, ...inside, status, account]) {
    const folded = typeof word === 'string' ? fold(word) : '';
    if (['live', 'production'].includes(folded)) return 'live';
    if (['sandbox', 'test', 'testing', 'demo'].includes(folded)) return 'test';
  }
  return null;
}

/** Every account accepts some currency: a list that is empty, or has no codes, counts as no list. */
function currenciesFrom(words: readonly unknown[] | null): readonly string[] | null {
  const codes = (words ?? []).flatMap((word) =>
    typeof word === 'string' ? [word.trim().toUpperCase()] : [],
  );
  const known = codes.filter((code) => /^[A-Z]{3}$/.test(code));
  return known.length === 0 ? null : known;
}
