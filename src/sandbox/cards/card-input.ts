import { cvvLengthOf, testCardInfo, type CardInfo } from './test-cards';

export interface CardInput {
  readonly number: string;
  readonly info: CardInfo;
  readonly expiryMonth: number;
  readonly expiryYear: number;
}

export interface CardProblem {
  readonly field: 'cardNumber' | 'cardExpiryDate' | 'cardCVV';
  readonly message: string;
}

/** What a person typed, read against the published test cards and the time. */
export function cardFrom(
  typed: { number: string; expiry: string; cvv: string },
  now: Date,
): { card: CardInput } | { problems: readonly CardProblem[] } {
  const number = typed.number.replace(/[\s-]/g, '');
  const info = testCardInfo(number);
  const expiry = expiryFrom(typed.expiry, now);
  const problems: CardProblem[] = [];
  if (!info) problems.push({ field: 'cardNumber', message: numberProblem(number) });
  if (typeof expiry === 'string') problems.push({ field: 'cardExpiryDate', message: expiry });
  const cvv = cvvProblem(typed.cvv.trim(), info);
  if (cvv !== null) problems.push({ field: 'cardCVV', message: cvv });
  if (!info || typeof expiry === 'string' || problems.length > 0) return { problems };
  return { card: { number, info, expiryMonth: expiry.month, expiryYear: expiry.year } };
}

function numberProblem(number: string): string {
  if (number === '') return 'Enter the card number';
  return 'This is a sandbox: it takes published test cards only';
}

function expiryFrom(text: string, now: Date): { month: number; year: number } | string {
  const match = /^(\d{2})\s{0,3}\/?\s{0,3}(\d{2})$/.exec(text.trim());
  if (!match) return text.trim() === '' ? 'Enter the expiry date' : 'Enter the expiry date as MM/YY';
  const [month, year] = [Number(match[1]), 2_000 + Number(match[2])];
  if (month < 1 || month > 12) return 'Enter a month between 01 and 12';
  const endsAt = Date.UTC(year, month, 1); // valid to the end of its month
  return endsAt > now.getTime() ? { month, year } : 'The card has expired';
}

function cvvProblem(cvv: string, info: CardInfo | null): string | null {
  if (cvv === '') return 'Enter the security code';
  const isCode = /^\d{3,4}$/.test(cvv);
  if (!info) return isCode ? null : 'Enter the security code';
  const length = cvvLengthOf(info);
  return isCode && cvv.length === length ? null : `The security code has ${length} digits`;
}
