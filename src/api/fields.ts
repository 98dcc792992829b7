import { z } from 'zod';
import { exponentOf } from '../kernel/money';
import { holdsCardNumber } from '../kernel/card-numbers';
import { isEmailAddress, LONGEST_EMAIL } from '../kernel/email-address';
import { boundedText, trimmedText } from '../web/bounded-text';
import type { Cause } from '../ledger/line';

export const NO_CARD_NUMBER = 'must not hold a card number';

/** A text of the shop for people, bounded and without card numbers. */
export const text = (most: number) =>
  trimmedText(most)
    .min(1)
    .refine((value) => !holdsCardNumber(value), NO_CARD_NUMBER);

/** An id that the shop gave. One that looks like a card number is accepted, since order numbers may, and withheld from log and events. */
export const shopId = (most: number) => trimmedText(most).min(1);

/** Reads an empty text as null: forms and spreadsheets send one where nothing was entered. */
export const orNone = <Text extends z.ZodType<string>>(given: Text) =>
  given.transform((value) => (value === '' ? null : value)).nullish();

/** An optional text of the shop for people. */
export const optionalText = (most: number) =>
  orNone(trimmedText(most).refine((value) => !holdsCardNumber(value), NO_CARD_NUMBER));

const MOST_MINOR = 99_999_999;

export const amountSchema = z
  .int()
  .min(1)
  .max(MOST_MINOR)
  .meta({ description: 'In minor units: 1099 is £10.99, and 1099 in JPY is ¥1099.', examples: [1099] });

const NO_CURRENCY = 'must be an ISO 4217 code such as GBP';

export const currencySchema = boundedText(3, { tooLong: NO_CURRENCY })
  .regex(/^[A-Z]{3}$/, { error: NO_CURRENCY, abort: true })
  .refine(isCurrency, 'is not a currency we know')
  .meta({ description: 'An ISO 4217 code. It cannot be changed later.', examples: ['GBP'] });

export const customerSchema = z
  .strictObject({
    name: optionalText(100).describe('As on the card.'),
    email: orNone(
      trimmedText(LONGEST_EMAIL)
        .refine((value) => value === '' || isEmailAddress(value), {
          error: 'must be an e-mail address',
          abort: true,
        })
        .refine((value) => !holdsCardNumber(value), NO_CARD_NUMBER),
    ).describe('Where a receipt goes: one address, as a browser takes it, with a domain in any script.'),
    address: optionalText(200).describe('First line of the billing address.'),
    postcode: optionalText(16).describe('Of the billing address.'),
  })
  .meta({
    description:
      'Fills in the payment form. The customer can still change it there. An empty text is the same as null.',
  });

/** A moment as every answer writes it. */
export const moment = (description: string) => z.iso.datetime().describe(description);

/** A moment that the shop sends, in any offset. */
export const givenMoment = () =>
  boundedText(40)
    .check(z.iso.datetime({ offset: true }))
    .transform((value) => new Date(value));

/** The cause of a change for the history: the API, with the key that asked. */
export function byApi(caller: string | null): Cause {
  return caller === null ? { by: 'api' } : { by: 'api', evidence: `API key ${caller}` };
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function isCurrency(code: string): boolean {
  return CURRENCIES.has(code) && exponentOf(code) >= 0;
}
