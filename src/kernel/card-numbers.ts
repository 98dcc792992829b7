/** Card numbers that issuers give out, by first digits and length. The Luhn check alone would match one long number in ten. */
const ISSUED: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]\d|095|[689]\d\d)(?:\d{10}|\d{12,15})$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^6(?:011|4[4-9]\d|5\d\d)\d{12,15}$/, // Discover
  /^62\d{14,17}$/, // UnionPay
  /^(?:5018|5019|5020|5038|5893|6304|6390|6759|676[1-37])\d{8,15}$/, // Maestro and Dankort
];

const LONGEST = 19;
const GROUPED_DIGITS = /\d+(?:[\s.\p{Pd}\u2212\u00b7]{1,5}\d+)*/gu;

/** Replaces what may be a card number, wherever others would read it. */
export const WITHHELD = '[withheld]';

/**
 * Whether a text for people contains what may be a card number: digits of any script, spaced or dashed, that an issuer may have given out
 * and that pass the Luhn check. The number may stand between other groups of digits, but not in the middle of one; words and dates end
 * it. No text of an order, the shop's or the shopper's, may contain one.
 */
export function holdsCardNumber(text: string): boolean {
  return runsIn(text).some((run) => partsBetweenDates(run).some((groups) => groups.some(startsCardNumber)));
}

/**
 * Whether an id contains exactly a card number: one whole run of digits, or one whole group of them. Ids are numbers by nature, so nothing
 * is guessed. Such an id is stored and used as the id that it is, and shown only to whoever gave it to us.
 */
export function isLikeCardNumber(id: string): boolean {
  return runsIn(id).some((groups) => [...groups, groups.join('')].some(isCardNumber));
}

/** An id that others gave us, as the log and events may show it. */
export function idForOthers(id: string): string {
  return isLikeCardNumber(id) ? WITHHELD : id;
}

/** The shop's own names and values (its metadata), as the log and events may show them. */
export function idsForOthers(ids: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ids).map(([name, value]) => [idForOthers(name), idForOthers(value)]),
  );
}

/** The groups of digits of each run in which nothing but separators stands between them. */
function runsIn(text: string): readonly (readonly string[])[] {
  const runs = withPlainDigits(text).match(GROUPED_DIGITS) ?? [];
  return runs.map((run) => run.match(/\d+/g) ?? []);
}

/** `2026-11-30 12345678` is a day and a number, and not sixteen digits. */
function partsBetweenDates(groups: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (let at = 0; at < groups.length; at++) {
    const length = dateLengthAt(groups, at);
    if (length > 0) {
      parts.push([]);
      at += length - 1;
    } else parts.at(-1)?.push(groups[at] ?? '');
  }
  return parts;
}

/** How many groups the date has that begins at `at`; 0 when no date begins there. */
function dateLengthAt(groups: readonly string[], at: number): number {
  const [one = '', two = '', three = ''] = groups.slice(at, at + 3);
  if (isYear(one) && isMonthOrDay(two) && isMonthOrDay(three)) return 3;
  if (isMonthOrDay(one) && isMonthOrDay(two) && isYear(three)) return 3;
  const isOneGroup =
    one.length === 8 &&
    [
      [one.slice(0, 4), one.slice(4)],
      [one.slice(4), one.slice(0, 4)],
    ].some(
      ([year = '', day = '']) => isYear(year) && isMonthOrDay(day.slice(0, 2)) && isMonthOrDay(day.slice(2)),
    );
  return isOneGroup ? 1 : 0;
}

function isYear(digits: string): boolean {
  return /^(?:19|20)\d\d$/.test(digits);
}

function isMonthOrDay(digits: string): boolean {
  return /^(?:0?[1-9]|[12]\d|3[01])$/.test(digits);
}

function startsCardNumber(_: string, start: number, groups: readonly string[]): boolean {
  let digits = '';
  for (let at = start; at < groups.length && digits.length <= LONGEST; at++) {
    digits += groups[at] ?? '';
    if (isCardNumber(digits)) return true;
  }
  return false;
}

function isCardNumber(digits: string): boolean {
  return digits.length <= LONGEST && ISSUED.some((pattern) => pattern.test(digits)) && passesLuhn(digits);
}

/** Digits of every script as 0 to 9; invisible characters between two digits are removed. */
function withPlainDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, plainDigit);
}

/** Unicode keeps the ten digits of a script together, from its zero on. */
function plainDigit(digit: string): string {
  if (digit >= '0' && digit <= '9') return digit;
  const point = digit.codePointAt(0) ?? 0;
  let first = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((point - first) % 10);
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number).reduceRight((total, digit, index) => {
    const value = (digits.length - index) % 2 === 0 ? digit * 2 : digit;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
