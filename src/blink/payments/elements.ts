import type { Money } from '../../kernel/money';
import { bankElementFrom } from './bank-element';
import type { BlinkLog } from '../transport/blink-log';
import { cardElementFrom } from './card-element';
import type { JsonObject } from '../wire/json';
import { valueAt } from '../wire/json';
import { walletElementFrom } from './wallet-element';
import type { Elements } from './intent';

/**
 * The ways to pay that an intent brings. Each element is read by itself: Blink may give any of them a new tag at any time, and one that
 * nobody should see takes its own way to pay away and no other.
 * @param amount of the intent; a card that is only checked has none, and wallets cannot be used for it
 */
export function elementsFrom(markups: JsonObject, amount: Money, log: BlinkLog): Elements {
  const read = <Element>(name: string, from: (markup: unknown) => Element | null): Element | null => {
    const markup = valueAt(markups, name);
    if (markup === undefined || markup === null || markup === '') return null;
    const element = from(markup);
    if (!element) log.error({ element: name }, 'an element of an intent cannot be read and is not shown');
    return element;
  };
  const wallets = amount.minor > 0;
  return {
    card: read('ccElement', cardElementFrom),
    cardByPhone: read('ccMotoElement', cardElementFrom),
    directDebit: read('ddElement', bankElementFrom),
    openBanking: read('obElement', bankElementFrom),
    applePay: wallets ? read('apElement', (markup) => walletElementFrom('apple_pay', markup, amount)) : null,
    googlePay: wallets
      ? read('gpElement', (markup) => walletElementFrom('google_pay', markup, amount))
      : null,
  };
}
