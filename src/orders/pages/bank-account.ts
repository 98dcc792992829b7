import UkModulusChecking from 'uk-modulus-checking';

/** Spaces, dots, strokes and dashes of any kind, between which people write numbers. */
const BETWEEN = /[\s./\p{Pd}\u2212]/gu;
const ACCOUNT_DIGITS = 8;

/** @returns the six digits of `20-00-00`, `20 00 00` or `200000`; null for anything else */
export function sortCodeFrom(text: string): string | null {
  const digits = plain(text);
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** @returns eight digits: banks that still give out six or seven have them written with zeros in front */
export function accountNumberFrom(text: string): string | null {
  const digits = plain(text);
  return /^\d{6,8}$/.test(digits) ? digits.padStart(ACCOUNT_DIGITS, '0') : null;
}

/**
 * Nine or ten digits, as some banks still print them. Which eight to take, and whether the sort code changes with them, is another rule at
 * each bank; by a wrong guess it is somebody else who pays. So nothing is guessed.
 */
export function isLongAccountNumber(text: string): boolean {
  return /^\d{9,10}$/.test(plain(text));
}

/** Digits of other widths, as some keyboards write them, are the same digits. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(BETWEEN, '');
}

/**
 * Whether the banks' own check digits allow this number at this sort code, by the rules of late 2020. It says nothing of whether there is
 * such an account; and false says only that there was none then.
 */
export function mayBeAccount(sortCode: string, accountNumber: string): boolean {
  return new UkModulusChecking({ sortCode, accountNumber }).isValid();
}
