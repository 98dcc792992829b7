const LONGEST_SHOWN = 200;
/** Keys and tokens are long runs without spaces; Blink might repeat one in an error text. */
const SHORTEST_SECRET = 32;
const RUNS = /[0-9A-Za-z+/_=.-]+/g;
const LOOKS_LIKE_A_CARD = /\d(?:[ -]?\d){11,18}/g;
/** A sort code or an account number: no text that anybody needs contains numbers of that length. */
const LOOKS_LIKE_AN_ACCOUNT = /test account 20-00-00, 55779911\b|(?<![\w-])\d(?:[ -]?\d){5,9}(?!\w)/g;
/** Blink publishes this account, and a test system accepts no other: in exactly these words it stays readable. */
const PUBLISHED_TEST_ACCOUNT = 'test account 20-00-00, 55779911';
const LOOKS_LIKE_AN_EMAIL = /[^\s@]{1,64}@[^\s@]{1,255}/g;

/**
 * Makes somebody else's text safe to show to a shopper or to write to a log: one short line without
 * control characters, without markup and without anything that looks like a key, a card or account number or an email address.
 * @returns `''` when the value is no text
 */
export function plainText(value: unknown, longest = LONGEST_SHOWN): string {
  const line = [LOOKS_LIKE_A_CARD, LOOKS_LIKE_AN_ACCOUNT, LOOKS_LIKE_AN_EMAIL].reduce(
    (text, pattern) => text.replace(pattern, (found) => (found === PUBLISHED_TEST_ACCOUNT ? found : '…')),
    withoutSecrets(oneLine(value)),
  );
  return shortened(line, longest);
}

function withoutSecrets(line: string): string {
  return line.replace(RUNS, (run) => (run.length >= SHORTEST_SECRET ? '…' : run));
}

/** Makes a label or a placeholder safe to show: `1234 1234 1234 1234` in an empty field is an example and no card number. */
export function labelText(value: unknown, longest: number): string {
  return shortened(oneLine(value), longest);
}

function oneLine(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value)
    .slice(0, 10_000)
    .replace(/[<>&"`]/g, '')
    .replace(/'/g, '’')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
}

function shortened(line: string, longest: number): string {
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
