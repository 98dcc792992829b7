import fc from 'fast-check';
import { holdsCardNumber, isLikeCardNumber } from '../../src/kernel/card-numbers';

/** As issuers give them out: first digits, and how many there are. */
const ISSUERS: readonly (readonly [string, number])[] = [
  ['4', 13], ['4', 16], ['4', 19], ['51', 16], ['55', 16], ['2221', 16], ['2720', 16], ['34', 15], ['37', 15],
  ['300', 14], ['36', 14], ['38', 14], ['3528', 16], ['3589', 16], ['5018', 13], ['6759', 16], ['6304', 18],
  ['6011', 16], ['644', 16], ['65', 16], ['62', 16], ['62', 19],
]; // prettier-ignore

/** Zeros of scripts whose digits people type, among them wide, bold and superscript ones. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1fbf0, 0x116da];

function cardNumber(prefix: string, length: number, filler: readonly number[]): string {
  const body = (prefix + filler.join('')).slice(0, length - 1);
  return body + String((10 - luhnSum(`${body}0`)) % 10);
}

/** Written apart from the code under test: doubles every second digit from the right. */
function luhnSum(digits: string): number {
  let sum = 0;
  for (let back = 0; back < digits.length; back++) {
    const digit = digits.charCodeAt(digits.length - 1 - back) - 48;
    const doubled = digit * 2;
    sum += back % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10;
}

const filler = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 });
const anyCard = fc
  .tuple(fc.constantFrom(...ISSUERS), filler)
  .map(([[prefix, length], rest]) => cardNumber(prefix, length, rest));
const gap = fc.constantFrom('', ' ', '  ', '-', ' - ', '.', '\u00a0', '\u2009', '\u2011', '\u2013', '\u2014', '\u2212', '\u200b', '\t', '\n'); // prettier-ignore

describe('a text that holds a card number', () => {
  it('is found among 1,000, however it is spaced, dashed or written', () => {
    const written = fc
      .tuple(anyCard, gap, fc.constantFrom(...ZEROS), fc.integer({ min: 2, max: 6 }))
      .map(([digits, between, zero, size]) => {
        const groups = digits.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        const grouped = groups.join(between);
        return grouped.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
      });
    fc.assert(
      fc.property(written, (text) => holdsCardNumber(text)),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '4111111111111111', '4111 1111 1111 1111', '5555-5555-5555-4444', '378282246310005', '3782 822463 10005',
    '6011111111111117', '30569309025904', '3566002020360505', '4222222222222', '6304000000000000', '2223003122003222',
    '4111  1111  1111  1111', '4111-1111-1111-1111 12/28 123', '12 4111 1111 1111 1111', 'card:4111111111111111.',
    'Ada4111111111111111Lovelace', '（４１１１１１１１１１１１１１１１）', '٤١١١ ١١١١ ١١١١ ١١١١', '4\u200b111111111111111',
    '%B4111111111111111^LOVELACE/ADA^2812', ';4111111111111111=2812',
  ])('is found: %s', (text) => {
    expect(holdsCardNumber(text)).toBe(true);
  }); // prettier-ignore

  it('is found wherever it stands between words', () => {
    const words = fc
      .string({ maxLength: 20 })
      .filter((text) => !/[\p{N}\s.\p{Pd}\p{Cf}]/u.test(text.normalize('NFKC')));
    fc.assert(
      fc.property(words, anyCard, words, (before, digits, after) =>
        holdsCardNumber(`${before} ${digits} ${after}`),
      ),
    );
  });
});

describe('an id that holds exactly one', () => {
  it.each([
    '4111111111111111', 'ORDER-4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111', '4111111111111111-2', 'x4111111111111111x',
  ])('is known by it: %s', (id) => {
    expect(isLikeCardNumber(id)).toBe(true);
  }); // prettier-ignore

  it.each([
    '1-4111-1111-1111-1111',
    '4111 1111 1111 1111 12',
    '12-4111111-111111111',
    '41111111111111111',
    '6123456789019',
    'ORD-7',
  ])('is not guessed: %s', (id) => {
    expect(isLikeCardNumber(id)).toBe(false);
  });
});

describe('a text that holds none', () => {
  it.each([
    '', 'Ada Lovelace', '4111111111111112', '411111111111', '0000000000000000', '1234567890123456', '+44 7700 900123',
    '0044 20 7946 0018', '2026-10-04 12:30:45', '20261004-000123', 'SW1Y 4LB', '550e8400-e29b-41d4-a716-446655440000',
    '2026-11-30 12345678', '2026-11-30 12345678901', '30.11.2026 123456789016', '11-30-2026 123456789016', '30112026 12345675',
    '6123456789019', '350000000000007', '4000000000000', '50000000000000005', '411111111111111117',
    '41111111111111110000', '9780306406157', '1728045678901', '4111 1111 x 1111 1111',
  ])('is let through: %s', (text) => {
    expect(holdsCardNumber(text)).toBe(false);
  }); // prettier-ignore

  it.each([
    ['digits', '1'.repeat(200_000)],
    ['digits and spaces', '1 '.repeat(100_000)],
    ['all but the last digit of a card, again and again', '4111 1111 1111 111x'.repeat(10_000)],
    ['digits of another script', '٤'.repeat(200_000)],
  ])('is let through in one go however long it is: %s', (_, text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it('is taken for one at most once in a thousand among 10,000 names, phone numbers and references', () => {
    const alarms = fc.sample(everydayText, { numRuns: 10_000, seed: 20_261 }).filter(holdsCardNumber);
    expect(alarms.length).toBeLessThanOrEqual(10);
  });
});

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((each) => each.join(''));
const name = fc
  .tuple(
    fc.constantFrom('Ada', 'Siân', 'Mohammed', 'Zoë-Marie', 'Oluwaseun', 'J. R.', 'Δάφνη', '小林'),
    fc.constantFrom('Lovelace', "O'Neill", 'Smith-Jones', 'van der Berg', 'Nguyễn', 'III'),
  )
  .map((parts) => parts.join(' '));
const phone = fc.oneof(
  digits(6).map((rest) => `07700 ${rest}`),
  digits(9).map((rest) => `+447${rest}`),
  digits(9).map((rest) => `0044 7${rest}`),
  digits(8).map((rest) => `(020) ${rest.slice(0, 4)} ${rest.slice(4)}`),
  digits(8).map((rest) => `+44 (0)20-${rest.slice(0, 4)}-${rest.slice(4)}`),
  fc.tuple(digits(9), digits(4)).map(([rest, extension]) => `01${rest} ext. ${extension}`),
);
const date = fc
  .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString());
const reference = fc.oneof(
  digits(6).map((number) => `ORD-${number}`),
  digits(5).map((number) => `#${number}`),
  digits(10),
  fc.tuple(date, digits(6)).map(([at, number]) => `${at.slice(0, 10).replaceAll('-', '')}-${number}`),
  fc.tuple(date, digits(4)).map(([at, number]) => `INV/${at.slice(0, 4)}/${number}`),
  fc.tuple(date, digits(4)).map(([at, number]) => `${at.slice(0, 10)} ${number}`),
  date.map((at) => String(Date.parse(at))),
  date,
  fc.uuid(),
  fc
    .tuple(fc.constantFrom('Flat 2,', 'Unit 14'), digits(2))
    .map(([flat, house]) => `${flat} ${house} High Street`),
);
const everydayText = fc.oneof(name, phone, reference);
