import { z } from 'zod';
import type { Immutable } from './immutable';

export const moneySchema = z.object({ minor: z.int(), currency: z.string() });

/** An exact amount: `minor` counts pence, cents or yen and is always a safe integer. */
export type Money = Immutable<z.infer<typeof moneySchema>>;

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
}; // prettier-ignore

/** How many decimal places one minor unit is: 2 for GBP, 0 for JPY. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

export function money(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError('Money is counted in whole minor units');
  return { minor, currency };
}

/**
 * Reads a decimal as Blink writes it: `"1.10"`, `1.1`, and float noise such as `2.0100000000000002`.
 * @returns null when the value is not a plain decimal or has a real fraction of a minor unit
 */
export function moneyFromDecimal(value: unknown, currency: string): Money | null {
  const exponent = exponentOf(currency);
  const text =
    typeof value === 'number' ? plainDecimal(value, exponent) : typeof value === 'string' ? value.trim() : '';
  const match = /^(-?)(\d{1,16})(?:\.(\d{1,20}))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[^0]/.test(fraction.slice(exponent))) return null;
  const minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0')) * (sign ? -1 : 1);
  return Number.isSafeInteger(minor) ? { minor: minor === 0 ? 0 : minor, currency } : null;
}

/** Blink's own sums carry binary noise (2.0100000000000002 was recorded): a number that close to a decimal is read as that decimal. */
function plainDecimal(value: number, exponent: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e13) return '';
  const rounded = value.toFixed(exponent);
  return Math.abs(Number(rounded) - value) < 1e-9 ? rounded : '';
}

/** The amount as a decimal string in major units, as Blink expects it: 1099 GBP is `10.99`. */
export function decimalOf({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent > 0 ? `.${digits.slice(-exponent)}` : '';
  return `${minor < 0 ? '-' : ''}${whole}${fraction}`;
}

export function sameMoney(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}

/** For people: `£10.99`. */
export function formatMoney({ minor, currency }: Money): string {
  return formatOf(currency).format(minor / 10 ** exponentOf(currency));
}

/** One format for each currency: making one took a seventh of the time of the card page. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const exponent = exponentOf(currency);
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  formats.set(currency, format);
  return format;
}
