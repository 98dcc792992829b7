import { z } from 'zod';
import type { AccountWord, PaymentType } from './blink';
import { PAYMENT_TYPES } from './blink';
import { fold } from './statuses';

/** The part of a token's answer that is about the account. Until late in 2023 there was one `currency`. */
export const accountWords = {
  payment_types: z.array(z.unknown()).nullish().catch(null),
  currencies: z.array(z.unknown()).nullish().catch(null),
  currency: z.string().nullish().catch(null),
};

type Read = z.infer<z.ZodObject<typeof accountWords>>;

export function accountWordFrom({ payment_types, currencies, currency }: Read): AccountWord {
  return {
    paymentTypes: paymentTypesFrom(payment_types ?? null),
    currencies: currenciesFrom(currencies ?? (currency ? [currency] : null)),
  };
}

/** Words that we do not know are ways to pay that we do not have. A list of nothing else says nothing: the words may have changed. */
function paymentTypesFrom(words: readonly unknown[] | null): readonly PaymentType[] | null {
  if (!words) return null;
  const folded = words.map((word) => (typeof word === 'string' ? fold(word) : ''));
  const known = PAYMENT_TYPES.filter((type) => folded.includes(fold(type)));
  return known.length === 0 && words.length > 0 ? null : known;
}

/** No account takes no money at all: a list that is empty, or holds no codes, says nothing. */
function currenciesFrom(words: readonly unknown[] | null): readonly string[] | null {
  const codes = (words ?? []).flatMap((word) =>
    typeof word === 'string' ? [word.trim().toUpperCase()] : [],
  );
  const known = codes.filter((code) => /^[A-Z]{3}$/.test(code));
  return known.length === 0 ? null : known;
}
