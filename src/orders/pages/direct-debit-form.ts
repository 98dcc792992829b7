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
import { trimmedText } from '../../web/bounded-text';
import { accountNumberFrom, isLongAccountNumber, mayBeAccount, sortCodeFrom } from './bank-account';

const digitsOf = (
  read: (text: string) => string | null,
  missing: string,
  wrong: string,
  whyWrong: (text: string) => string = () => wrong,
) =>
  trimmedText(40, { missing, tooLong: wrong })
    .min(1, missing)
    .transform((text, context) => {
      const digits = read(text);
      if (digits === null) context.addIssue({ code: 'custom', message: whyWrong(text) });
      return digits ?? '';
    });

const WRONG_NUMBER = 'Enter your account number: 8 digits, or 6 or 7 if it has no more';
const FIND_THE_EIGHT =
  'A Direct Debit needs the number with 8 digits. Your bank shows it next to its sort code in its app, in online banking and on statements: please enter these two as they stand there, or ask your bank.';

export const directDebitForm = z.object({
  attempt_id: hiddenText(64),
  given_name: optionalText(100),
  family_name: optionalText(100),
  company_name: optionalText(100),
  email: emailText(),
  customer_address: optionalText(200),
  customer_postcode: optionalText(16),
  account_holder_name: requiredText(100, 'Enter the name on the account'),
  branch_code: digitsOf(
    sortCodeFrom,
    'Enter your sort code',
    'Enter the 6 digits of your sort code, like 20-00-00',
  ),
  account_number: digitsOf(accountNumberFrom, 'Enter your account number', WRONG_NUMBER, (text) =>
    isLongAccountNumber(text) ? FIND_THE_EIGHT : WRONG_NUMBER,
  ),
});

const accountInForm = directDebitForm.pick({ branch_code: true, account_number: true });

export type DirectDebitForm = z.infer<typeof directDebitForm>;

const WHOSE_ADDRESS = { address: 'Enter your address', postcode: 'Enter your postcode' };

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

const ARE_THESE_RIGHT =
  'Are these details right? This account number does not seem to go with this sort code. Please check both against your card or a statement. If they are right, press the button once more.';

const ONE_NAME_ONLY = 'If you have one name only, write it in both fields.';

/** @param asked of the payer's details, those that Blink asks for on this account */
export function readDirectDebitForm(body: unknown, asked: readonly string[]): ReadForm<DirectDebitForm> {
  const read = directDebitForm.safeParse(body);
  const wrong = read.success ? [] : asFieldErrors(read.error);
  const errors = [
    ...wrong,
    ...questionAboutAccount(body),
    ...(read.success ? missingAddress(read.data, asked, WHOSE_ADDRESS) : []),
    ...payerErrors(echoOf(body, DIRECT_DEBIT_FIELDS)).filter(
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
  typed: Readonly<Record<'given_name' | 'family_name' | 'company_name', string>>,
): readonly FieldError[] {
  if (typed.company_name.trim()) return [];
  return [
    ...(typed.given_name.trim()
      ? []
      : [{ field: 'given_name', message: `Enter your given name. ${ONE_NAME_ONLY}` }]),
    ...(typed.family_name.trim()
      ? []
      : [{ field: 'family_name', message: `Enter your family name. ${ONE_NAME_ONLY}` }]),
  ];
}

/** The check knows the rules of a certain day only, and banks go on giving out numbers: it asks, and Blink decides. */
function questionAboutAccount(body: unknown): readonly FieldError[] {
  const doubtful = doubtfulAccountIn(body);
  const { [ACCOUNT_ASKED_ABOUT]: askedAbout } = echoOf(body, [ACCOUNT_ASKED_ABOUT]);
  if (doubtful === null || doubtful === askedAbout) return [];
  return [{ field: 'account_number', message: ARE_THESE_RIGHT }];
}

/** @returns one text for the two numbers, however they were written; null when they pass the check or cannot be read */
function doubtfulAccountIn(body: unknown): string | null {
  const account = accountInForm.safeParse(body);
  if (!account.success) return null;
  const { branch_code, account_number } = account.data;
  if (mayBeAccount(branch_code, account_number)) return null;
  return `${branch_code}:${account_number}`;
}
