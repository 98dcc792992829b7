import { z } from 'zod';
import type { FieldError } from '../kernel/errors';
import { boundedText, trimmedText } from '../web/bounded-text';
import { holdsCardNumber } from '../kernel/card-numbers';
import { isEmailAddress, LONGEST_EMAIL } from '../kernel/email-address';

const NOT_A_CARD_NUMBER = 'Type the card number in the card field only';

/** @param missing what to say when it is left empty */
export const requiredText = (most: number, missing: string) =>
  trimmedText(most, { missing, tooLong: tooLong(most) })
    .min(1, missing)
    .refine((value) => !holdsCardNumber(value), NOT_A_CARD_NUMBER);

export const optionalText = (most: number) =>
  trimmedText(most, { tooLong: tooLong(most) })
    .refine((value) => !holdsCardNumber(value), NOT_A_CARD_NUMBER)
    .default('');

export const emailText = () =>
  requiredText(LONGEST_EMAIL, 'Enter your email address').refine(
    (value) => value === '' || isEmailAddress(value),
    'Enter an email address like name@example.com',
  );

const tooLong = (most: number) => `Use at most ${most} characters`;

/** What a script fills in where it can. Nobody typed it, so nobody is asked to type it again: what cannot be kept is left out. */
export const filledText = (most: number) =>
  trimmedText(most)
    .refine((value) => !holdsCardNumber(value))
    .catch('');

/** Names something of ours, as a hidden input has it. */
export const hiddenText = (most: number) => boundedText(most).default('');

/** What was typed goes back into a refused form, unless it may be a card number. */
export function echoOf<Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string>;
export function echoOf(body: unknown, names: readonly string[]): Record<string, string> {
  const typed = z.record(z.string(), z.unknown()).catch({}).parse(body);
  return Object.fromEntries(names.map((name) => [name, echo.parse(typed[name])]));
}

const echo = boundedText(300)
  .refine((value) => !holdsCardNumber(value))
  .catch('');

export function asFieldErrors({ issues }: z.ZodError): readonly FieldError[] {
  return issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message }));
}

/** Of an address that Blink asks for on this account. */
export function missingAddress(
  form: { readonly customer_address: string; readonly customer_postcode: string },
  asked: readonly string[],
  whose: { readonly address: string; readonly postcode: string },
): readonly FieldError[] {
  return [
    ...(asked.includes('customer_address') && !form.customer_address
      ? [{ field: 'customer_address', message: whose.address }]
      : []),
    ...(asked.includes('customer_postcode') && !form.customer_postcode
      ? [{ field: 'customer_postcode', message: whose.postcode }]
      : []),
  ];
}
