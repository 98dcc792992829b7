import { z } from 'zod';
import type { FieldError } from '../kernel/errors';
import type { Problem, Texts } from './texts/texts';
import { boundedText, trimmedText } from '../web/bounded-text';
import { holdsCardNumber } from '../kernel/card-numbers';
import { isEmailAddress, LONGEST_EMAIL } from '../kernel/email-address';

/** What a schema says in the place of a sentence: `asFieldErrors` puts it into words. */
const says = (problem: Problem): Problem => problem;

/** @param missing what is wrong when it is left empty */
export const requiredText = (most: number, missing: Problem) =>
  trimmedText(most, { missing })
    .min(1, missing)
    .refine((value) => !holdsCardNumber(value), says('cardNumberElsewhere'));

export const optionalText = (most: number) =>
  trimmedText(most)
    .refine((value) => !holdsCardNumber(value), says('cardNumberElsewhere'))
    .default('');

export const emailText = () =>
  requiredText(LONGEST_EMAIL, 'noEmail').refine(
    (value) => value === '' || isEmailAddress(value),
    says('wrongEmail'),
  );

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

/** Puts what the schemas of a form say into words. */
export function asFieldErrors({ issues }: z.ZodError, texts: Texts): readonly FieldError[] {
  return issues.map((issue) => ({
    field: issue.path.map(String).join('.'),
    message: wordsFor(issue, texts),
  }));
}

/** What only a forged form can have wrong is not worth a sentence of its own. */
function wordsFor(issue: z.core.$ZodIssue, { problems, forms }: Texts): string {
  const sentences: Readonly<Record<string, string>> = problems;
  const said = Object.hasOwn(sentences, issue.message) ? sentences[issue.message] : undefined;
  if (said !== undefined) return said;
  return issue.code === 'too_big' ? forms.tooLong(Number(issue.maximum)) : forms.checkMarked;
}

/** Of an address that Blink asks for on this account. */
export function missingAddress(
  form: { readonly customer_address: string; readonly customer_postcode: string },
  asked: readonly string[],
  whose: { readonly address: Problem; readonly postcode: Problem },
  { problems }: Texts,
): readonly FieldError[] {
  return [
    ...(asked.includes('customer_address') && !form.customer_address
      ? [{ field: 'customer_address', message: problems[whose.address] }]
      : []),
    ...(asked.includes('customer_postcode') && !form.customer_postcode
      ? [{ field: 'customer_postcode', message: problems[whose.postcode] }]
      : []),
  ];
}
