import { moneyFromDecimal, sameMoney, type Money } from '../../kernel/money';
import { tagsOf, type Tag } from '../wire/markup';
import type { Wallet, WalletElement } from './intent';

const LONGEST = 64 * 1024;
const LONGEST_LIST = 4 * 1024;
const LONGEST_VALUE = 512;

interface Handler {
  /** The name of the tag that has the handler. */
  readonly tag: string;
  readonly attribute: string;
  readonly call: string;
  /** The places, among the handler's arguments, of the values that the shopper is shown. */
  readonly amountAt: number;
  readonly currencyAt: number;
}

const HANDLERS: Readonly<Record<Wallet, Handler>> = {
  google_pay: { tag: 'script', attribute: 'onload', call: 'onGooglePayLoaded', amountAt: 7, currencyAt: 6 },
  apple_pay: {
    tag: 'apple-pay-button',
    attribute: 'onclick',
    call: 'onApplePayButtonClicked',
    amountAt: 1,
    currencyAt: 3,
  },
};

/**
 * Reads the one part of `gpElement` or `apElement` that we cannot make ourselves: the arguments that its inline handler passes to
 * Blink's script. The handler itself is never run, and no other markup is used.
 * @param amount what the sheet must ask the shopper for
 * @returns null when the element is not one that a shopper should see
 */
export function walletElementFrom(wallet: Wallet, markup: unknown, amount: Money): WalletElement | null {
  const handler = HANDLERS[wallet];
  const calls = (tagsOf(markup, LONGEST) ?? []).flatMap((tag) => callIn(tag, handler));
  const [values, ...others] = calls;
  if (!values || others.length > 0) return null;
  const asked = moneyFromDecimal(values[handler.amountAt], amount.currency);
  const isOfCurrency = values[handler.currencyAt]?.toUpperCase() === amount.currency;
  return isOfCurrency && asked && sameMoney(asked, amount) ? { values } : null;
}

function callIn({ name, attributes }: Tag, handler: Handler): readonly (readonly string[])[] {
  const code = name === handler.tag ? attributes.get(handler.attribute)?.trim() : undefined;
  const parts = /^(\w+)\s*\((.*)\)\s*;?$/s.exec(code ?? '');
  const values = parts?.[1] === handler.call ? quotedTexts(parts[2] ?? '') : null;
  return values ? [values] : [];
}

const LIST = /^\s*'(?:[^'\\<>]|\\')*'(?:\s*,\s*'(?:[^'\\<>]|\\')*')*\s*$/;
/** In a `LIST` every text is closed. The pattern does not require the closing quote, so that matching takes linear time. */
const TEXTS = /'((?:[^'\\<>]|\\')*)'?/g;

/** Reads `'TEST','155928','Joe\'s'`: quoted texts between commas, and nothing else. */
function quotedTexts(list: string): readonly string[] | null {
  if (list.length > LONGEST_LIST || !LIST.test(list)) return null;
  const values = Array.from(list.matchAll(TEXTS), ([, text = '']) => text.replaceAll("\\'", "'"));
  return values.every((value) => value.length <= LONGEST_VALUE) ? values : null;
}
