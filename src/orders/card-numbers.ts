/**
 * Whether a text holds what may be a card number: 13 to 19 digits that pass the Luhn check, however they are spaced or dashed.
 * Orders never hold one: neither the shop's texts nor the shopper's.
 */
export function holdsCardNumber(text: string): boolean {
  const runs = text.normalize('NFKC').match(/\d(?:[ .\-\u2010-\u2015\u00a0]{0,2}\d){12,}/g) ?? [];
  return runs.some((run) => hasLuhnWindow(run.replace(/\D/g, '')));
}

function hasLuhnWindow(digits: string): boolean {
  for (let length = 13; length <= Math.min(19, digits.length); length++) {
    for (let start = 0; start + length <= digits.length; start++) {
      const window = digits.slice(start, start + length);
      if (/^[2-6]/.test(window) && passesLuhn(window)) return true;
    }
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
