import type { FieldError } from '../../kernel/errors';
import type { Money } from '../../kernel/money';
import type { AccountInTime } from '../../payments/account-in-time';
import { problemsOf } from '../../payments/method-limits';
import type { PaymentMethod } from '../../payments/methods';
import type { AccountWord } from '../../blink/payments/intent';

type Fields = Parameters<typeof problemsOf>[3];

/** What the fields of a new order are called in its problems. */
export const FIELDS_OF_NEW: Fields = { amount: 'amount', currency: 'currency', method: 'payment_methods' };
/** Of an order that is changed: nothing else of this can be. */
export const FIELDS_OF_CHANGED: Fields = { amount: 'amount', currency: 'amount', method: 'amount' };

/**
 * What is wrong with an order that nobody could pay. What is so for every account is found without asking anybody.
 * @returns nothing when it can be paid in one way at least, as far as Blink says in time what the account takes
 */
export async function unpayableProblems(
  account: AccountInTime,
  { paymentMethods, amount }: { readonly paymentMethods: readonly PaymentMethod[]; readonly amount: Money },
  fields: Fields,
): Promise<readonly FieldError[]> {
  const problemsWith = (word: AccountWord | null): readonly FieldError[] =>
    problemsOf(paymentMethods, amount, word, fields);
  const always = problemsWith(null);
  return always.length > 0 ? always : problemsWith(await account.ask());
}
