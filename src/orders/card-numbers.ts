/** What issuers give out, by first digits and length. Without it one long number in ten would pass for a card's. */
const ISSUED: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{17,18})$/, // Visa
  /^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-59]|[689]\d)\d{11,16}$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^(?:50|5[6-8]|6\d)\d{11,17}$/, // Maestro, Discover, UnionPay and others
];

const LONGEST = 19;
const GROUPED_DIGITS = /\d+(?:[\s.\p{Pd}\p{Cf}\u2212\u00b7]{1,5}\d+)*/gu;

/**
 * Whether a text holds what may be a card number: digits of any script, however they are spaced or dashed, that an issuer may have given
 * out and that pass the Luhn check. It may stand between other groups of digits, but not in the middle of one.
 * Orders never hold one: neither the shop's texts nor the shopper's.
 */
export function holdsCardNumber(text: string): boolean {
  const runs = withPlainDigits(text).match(GROUPED_DIGITS) ?? [];
  return runs.some((run) => {
    const groups = run.match(/\d+/g) ?? [];
    return groups.some((_, start) => isCardNumberFrom(groups, start));
  });
}

function isCardNumberFrom(groups: readonly string[], start: number): boolean {
  let digits = '';
  for (let at = start; at < groups.length && digits.length <= LONGEST; at++) {
    digits += groups[at] ?? '';
    if (ISSUED.some((pattern) => pattern.test(digits)) && passesLuhn(digits)) return true;
  }
  return false;
}

function withPlainDigits(text: string): string {
  return text.normalize('NFKC').replace(/(?![0-9])\p{Nd}/gu, plainDigit);
}

/** Unicode keeps the ten digits of a script together, from its zero on. */
function plainDigit(digit: string): string {
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
