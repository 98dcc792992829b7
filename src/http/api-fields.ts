import { z } from 'zod';
import { exponentOf } from '../money';
import { holdsCardNumber } from '../orders/card-numbers';
import type { Cause } from '../orders/history';

export const NO_CARD_NUMBER = 'must not hold a card number';

/** The shop's own words, bounded and without card numbers. */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !holdsCardNumber(value), NO_CARD_NUMBER);

const MOST_MINOR = 99_999_999;

export const amountSchema = z
  .int()
  .min(1)
  .max(MOST_MINOR)
  .meta({ description: 'In minor units: 1099 is £10.99, and 1099 in JPY is ¥1099.', examples: [1099] });

export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'must be an ISO 4217 code such as GBP', abort: true })
  .refine(isCurrency, 'is not a currency we know')
  .meta({ description: 'An ISO 4217 code. It cannot be changed later.', examples: ['GBP'] });

export const customerSchema = z
  .strictObject({
    name: text(100).nullish().describe('As on the card.'),
    email: z
      .email()
      .max(254)
      .refine((value) => !holdsCardNumber(value), NO_CARD_NUMBER)
      .nullish()
      .describe('Where a receipt goes.'),
    address: text(200).nullish().describe('First line of the billing address.'),
    postcode: text(16).nullish().describe('Of the billing address.'),
  })
  .meta({ description: 'Fills in the payment form. The customer can still change it there.' });

/** A date as every answer writes it. */
export const moment = (description: string) => z.iso.datetime().describe(description);

/** For the history: the API moved it, and which key asked. */
export function byApi(caller: string | null): Cause {
  return caller === null ? { by: 'api' } : { by: 'api', evidence: `API key ${caller}` };
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function isCurrency(code: string): boolean {
  return CURRENCIES.has(code) && exponentOf(code) >= 0;
}
