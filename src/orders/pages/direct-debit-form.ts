import { z } from 'zod';
import type { FieldError } from '../../kernel/errors';
import type { ReadForm } from '../../pages/form-errors';
import {
  asFieldErrors,
  echoOf,
  emailText,
  hiddenText,
  missingAddress,
  optionalText,
  requiredText,
} from '../../pages/form-texts';
import type { Problem, Texts } from '../../pages/texts/texts';
import { trimmedText } from '../../web/bounded-text';
import { accountNumberFrom, isLongAccountNumber, mayBeAccount, sortCodeFrom } from './bank-account';

const digitsOf = (
  read: (text: string) => string | null,
  missing: Problem,
  wrong: Problem,
  whyWrong: (text: string) => Problem = () => wrong,
) =>
  trimmedText(40, { missing, tooLong: wrong })
    .min(1, missing)
    .transform((text, context) => {
      const digits = read(text);
      if (digits === null) context.addIssue({ code: 'custom', message: whyWrong(text) });
      return digits ?? '';
    });

export const directDebitForm = z.object({
  attempt_id: hiddenText(64),
  given_name: optionalText(100),
  family_name: optionalText(100),
  company_name: optionalText(100),
  email: emailText(),
  customer_address: optionalText(200),
  customer_postcode: optionalText(16),
  account_holder_name: requiredText(100, 'noNameOnAccount'),
  branch_code: digitsOf(sortCodeFrom, 'noSortCode', 'wrongSortCode'),
  account_number: digitsOf(accountNumberFrom, 'noAccountNumber', 'wrongAccountNumber', (text) =>
    isLongAccountNumber(text) ? 'longAccountNumber' : 'wrongAccountNumber',
  ),
});

const accountInForm = directDebitForm.pick({ branch_code: true, account_number: true });

export type DirectDebitForm = z.infer<typeof directDebitForm>;

const WHOSE_ADDRESS = { address: 'noAddress', postcode: 'noPostcode' } as const;

export const DIRECT_DEBIT_FIELDS = [
  'given_name',
  'family_name',
  'company_name',
  'email',
  'customer_address',
  'customer_postcode',
  'account_holder_name',
  'branch_code',
  'account_number',
] as const;

/** A hidden input: the account that the shopper was asked about, and may go on with by pressing the button once more. */
export const ACCOUNT_ASKED_ABOUT = 'account_asked_about';

/** @param asked of the payer's details, those that Blink asks for on this account */
export function readDirectDebitForm(
  texts: Texts,
  body: unknown,
  asked: readonly string[],
): ReadForm<DirectDebitForm> {
  const read = directDebitForm.safeParse(body);
  const wrong = read.success ? [] : asFieldErrors(read.error, texts);
  const errors = [
    ...wrong,
    ...questionAboutAccount(texts, body),
    ...(read.success ? missingAddress(read.data, asked, WHOSE_ADDRESS, texts) : []),
    ...payerErrors(texts, echoOf(body, DIRECT_DEBIT_FIELDS)).filter(
      ({ field }) => !wrong.some((other) => other.field === field),
    ),
  ];
  return read.success && errors.length === 0
    ? { ok: true, form: read.data }
    : { ok: false, typed: typedInDirectDebitForm(body), errors };
}

/**
 * All that was typed: the shopper's own numbers go back to the shopper, and nowhere else. A form that comes back with a doubtful account
 * asks about it, or was asked about it already: either way the next press is the answer.
 */
export function typedInDirectDebitForm(body: unknown): Readonly<Record<string, string>> {
  return { ...echoOf(body, DIRECT_DEBIT_FIELDS), [ACCOUNT_ASKED_ABOUT]: doubtfulAccountIn(body) ?? '' };
}

/** Blink takes a person with both names, or a company. Which of the two a single name is, nobody but its owner can say. */
function payerErrors(
  { problems }: Texts,
  typed: Readonly<Record<'given_name' | 'family_name' | 'company_name', string>>,
): readonly FieldError[] {
  if (typed.company_name.trim()) return [];
  return [
    ...(typed.given_name.trim() ? [] : [{ field: 'given_name', message: problems.noGivenName }]),
    ...(typed.family_name.trim() ? [] : [{ field: 'family_name', message: problems.noFamilyName }]),
  ];
}

/** The check knows the rules of a certain day only, and banks go on giving out numbers: it asks, and Blink decides. */
function questionAboutAccount({ problems }: Texts, body: unknown): readonly FieldError[] {
  const doubtful = doubtfulAccountIn(body);
  const { [ACCOUNT_ASKED_ABOUT]: askedAbout } = echoOf(body, [ACCOUNT_ASKED_ABOUT]);
  if (doubtful === null || doubtful === askedAbout) return [];
  return [{ field: 'account_number', message: problems.doubtfulAccount }];
}

/** @returns one text for the two numbers, however they were written; null when they pass the check or cannot be read */
function doubtfulAccountIn(body: unknown): string | null {
  const account = accountInForm.safeParse(body);
  if (!account.success) return null;
  const { branch_code, account_number } = account.data;
  if (mayBeAccount(branch_code, account_number)) return null;
  return `${branch_code}:${account_number}`;
}
