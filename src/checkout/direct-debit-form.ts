import { z } from 'zod';
import type { FieldError } from '../errors';
import type { ReadForm } from '../hosted-pages/form-again';
import {
  asFieldErrors,
  echoOf,
  emailText,
  hiddenText,
  missingAddress,
  optionalText,
  requiredText,
} from '../hosted-pages/form-texts';
import { trimmedText } from '../http/bounded-text';
import { accountNumberFrom, mayBeAccount, sortCodeFrom } from './bank-account';

const digitsOf = (read: (text: string) => string | null, missing: string, wrong: string) =>
  trimmedText(40, { missing, tooLong: wrong })
    .min(1, missing)
    .transform((text, context) => {
      const digits = read(text);
      if (digits === null) context.addIssue({ code: 'custom', message: wrong });
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
  account_holder_name: requiredText(100, 'Enter the name on the account'),
  branch_code: digitsOf(
    sortCodeFrom,
    'Enter your sort code',
    'Enter the 6 digits of your sort code, like 20-00-00',
  ),
  account_number: digitsOf(
    accountNumberFrom,
    'Enter your account number',
    'Enter your account number: 8 digits, or 6 or 7 if it has no more',
  ),
});

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

/** @param asked of the payer's details, those that Blink asks for on this account */
export function readDirectDebitForm(body: unknown, asked: readonly string[]): ReadForm<DirectDebitForm> {
  const read = directDebitForm.safeParse(body);
  const wrong = read.success ? accountErrors(read.data) : asFieldErrors(read.error);
  const errors = [
    ...wrong,
    ...(read.success ? missingAddress(read.data, asked, WHOSE_ADDRESS) : []),
    ...payerErrors(echoOf(body, DIRECT_DEBIT_FIELDS)).filter(
      ({ field }) => !wrong.some((other) => other.field === field),
    ),
  ];
  return read.success && errors.length === 0
    ? { ok: true, form: read.data }
    : { ok: false, typed: typedInDirectDebitForm(body), errors };
}

/** All that was typed: the shopper's own numbers go back to the shopper, and nowhere else. */
export function typedInDirectDebitForm(body: unknown): Readonly<Record<string, string>> {
  return echoOf(body, DIRECT_DEBIT_FIELDS);
}

/** Blink takes a person or a company. */
function payerErrors(
  typed: Readonly<Record<'given_name' | 'family_name' | 'company_name', string>>,
): readonly FieldError[] {
  if (typed.company_name.trim()) return [];
  return [
    ...(typed.given_name.trim() ? [] : [{ field: 'given_name', message: 'Enter your given name' }]),
    ...(typed.family_name.trim() ? [] : [{ field: 'family_name', message: 'Enter your family name' }]),
  ];
}

function accountErrors({ branch_code, account_number }: DirectDebitForm): readonly FieldError[] {
  if (mayBeAccount(branch_code, account_number)) return [];
  const message = 'This account number does not go with this sort code. Please check both.';
  return [{ field: 'account_number', message }];
}
