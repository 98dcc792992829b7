import type { FieldError } from '../kernel/errors';
import { formatMoney, money, type Money } from '../kernel/money';
import { METHODS, type PaymentMethod } from './methods';
import type { AccountWord } from '../blink/payments/intent';

/** Why nobody can pay an amount by a method. */
export interface Obstacle {
  /** What would have to change. */
  readonly about: 'amount' | 'currency' | 'method';
  /** The reason, for the shop, in the words of its API. */
  readonly text: string;
}

/** @param account what Blink says that the account accepts; null when unknown: then only the limits of every account count */
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

/** Why the account accepts no amount at all by this method. */
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
 * What prevents payment by every one of the methods. One possible method is enough for no problem at all: the others stay on the order and
 * are not offered.
 * @param fields the name of the caller's field for each kind of obstacle
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
  return [...texts].map(([field, each]) => ({ field, message: [...each].join('; ') }));
}
