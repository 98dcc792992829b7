import type { Money } from '../../kernel/money';
import type { BlinkLog } from '../transport/blink-log';
import { cardElementFrom } from './card-element';
import type { JsonObject } from '../wire/json';
import { valueAt } from '../wire/json';
import { walletElementFrom } from './wallet-element';
import type { Elements, BankElement } from './intent';
import { tagsOf, typeOf } from '../wire/markup';

/**
 * The payment methods that an intent offers. Each element is read by itself: Blink may give any of them a new tag at any time, and an
 * element that cannot be shown removes its own method and no other.
 * @param amount the intent's; an intent that only verifies a card has none, and wallets cannot be used with it
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

const LONGEST = 64 * 1024;
const SOMETIMES_ASKED = ['customer_address', 'customer_postcode'] as const;

/**
 * The payer's details that `ddElement` and `obElement` ask for in addition to those we always ask for. Nothing else of the markup is
 * used: the form, its labels and its hidden values are ours.
 * @returns null when the markup is no form, so that the method is not offered
 */
export function bankElementFrom(markup: unknown): BankElement | null {
  const inputs = tagsOf(markup, LONGEST)?.filter(({ name }) => name === 'input') ?? [];
  if (inputs.length === 0) return null;
  const visible = inputs.filter((input) => typeOf(input) !== 'hidden');
  const names = visible.map(({ attributes }) => attributes.get('name'));
  return { textFields: SOMETIMES_ASKED.filter((name) => names.includes(name)) };
}
