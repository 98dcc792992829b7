import type { FieldError } from '../kernel/errors';
import { formatMoney, money, type Money } from '../kernel/money';
import { METHODS, type PaymentMethod } from './methods';
import type { AccountWord } from '../blink/payments/intent';

/** Why nobody can pay an amount in a way. */
export interface Obstacle {
  /** What would have to be another one. */
  readonly about: 'amount' | 'currency' | 'method';
  /** For the shop, in the words of its API. */
  readonly text: string;
}

/** @param account what Blink says that it takes; null when that is not known: then only what is so for every account counts */
export function obstacleTo(
  method: PaymentMethod,
  amount: Money,
  account: AccountWord | null,
): Obstacle | null {
  return limitOf(method, amount) ?? obstacleOfAccount(method, amount.currency, account);
}

function limitOf(method: PaymentMethod, { minor, currency }: Money): Obstacle | null {
  const { leastInPounds, currencies } = METHODS[method];
  if (currencies && !currencies.includes(currency))
    return { about: 'currency', text: `${method} takes ${currencies.join(', ')} only` };
  const least = money(leastInPounds, 'GBP');
  return currency === least.currency && minor < least.minor
    ? { about: 'amount', text: `must be at least ${least.minor} (${formatMoney(least)}) for ${method}` }
    : null;
}

/** Why the account takes nothing in this way, however much it is. */
export function obstacleOfAccount(
  method: PaymentMethod,
  currency: string,
  account: AccountWord | null,
): Obstacle | null {
  if (account?.paymentTypes?.includes(METHODS[method].paymentType) === false)
    return { about: 'method', text: `the Blink account does not offer ${method}` };
  if (account?.currencies?.includes(currency) === false)
    return { about: 'currency', text: `the Blink account takes ${account.currencies.join(', ')} only` };
  return null;
}

/**
 * What stands in the way of every one of the ways to pay. One that is open is enough: the others are kept, and not offered.
 * @param fields what the caller calls what is wrong
 */
export function problemsOf(
  methods: readonly PaymentMethod[],
  amount: Money,
  account: AccountWord | null,
  fields: Readonly<Record<Obstacle['about'], string>>,
): readonly FieldError[] {
  const texts = new Map<string, Set<string>>();
  for (const method of methods) {
    const obstacle = obstacleTo(method, amount, account);
    if (!obstacle) return [];
    const field = fields[obstacle.about];
    texts.set(field, (texts.get(field) ?? new Set()).add(obstacle.text));
  }
  return [...texts].map(([field, said]) => ({ field, message: [...said].join('; ') }));
}
