import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { decimalOf, exponentOf, formatMoney, money, moneyFromDecimal, sameMoney } from '../src/kernel/money';

const CURRENCIES = { JPY: 0, GBP: 2, KWD: 3, CLF: 4 } as const;
const currency = fc.constantFrom('JPY', 'GBP', 'KWD', 'CLF');
const safeMinor = fc.maxSafeInteger();
/** Up to ten million in major units: far above what one payment may be, and far below where doubles run out. */
const payableMinor = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('an amount of money', () => {
  it.each(Object.entries(CURRENCIES))('has the minor unit of its currency: %s', (code, exponent) => {
    expect(exponentOf(code)).toBe(exponent);
  });

  it.each([0.5, NaN, Infinity, -Infinity, 2 ** 53])('is never %p minor units', (minor) => {
    expect(() => money(minor, 'GBP')).toThrow(RangeError);
  });

  it('is the same only in the same currency', () => {
    expect(sameMoney(money(100, 'GBP'), money(100, 'GBP'))).toBe(true);
    expect(sameMoney(money(100, 'GBP'), money(101, 'GBP'))).toBe(false);
    expect(sameMoney(money(100, 'GBP'), money(100, 'EUR'))).toBe(false);
  });
});

describe('reading a decimal', () => {
  it('gives back every penny up to £1,000.00 that was written, as text and as a number', () => {
    for (let minor = 0; minor <= 100_000; minor++) {
      const written = decimalOf(money(minor, 'GBP'));
      const fromText = moneyFromDecimal(written, 'GBP')?.minor;
      const fromNumber = moneyFromDecimal(Number(written), 'GBP')?.minor;
      if (fromText !== minor || fromNumber !== minor)
        expect([written, fromText, fromNumber]).toEqual([written, minor, minor]);
    }
  });

  it('gives back what was written, whatever the currency', () => {
    fc.assert(
      fc.property(safeMinor, currency, (minor, code) => {
        const amount = money(minor === 0 ? 0 : minor, code);
        const written = decimalOf(amount);
        return /^-?\d+(\.\d+)?$/.test(written) && isDeepStrictEqual(moneyFromDecimal(written, code), amount);
      }),
      { numRuns: 20_000 },
    );
  });

  it('reads a number as the decimal it stands for, also with the noise of a few binary sums', () => {
    fc.assert(
      fc.property(payableMinor, currency, fc.integer({ min: -3, max: 3 }), (minor, code, ulps) => {
        const exact = Number(decimalOf(money(minor, code)));
        const noisy = exact + ulps * Math.abs(exact) * Number.EPSILON;
        const written = { minor: minor === 0 ? 0 : minor, currency: code };
        return (
          isDeepStrictEqual(moneyFromDecimal(exact, code), written) &&
          (Math.abs(exact) > 1_000_000 || Object.is(moneyFromDecimal(noisy, code)?.minor, written.minor))
        );
      }),
      { numRuns: 20_000 },
    );
  });

  it('never rounds a real fraction of a minor unit away', () => {
    fc.assert(
      fc.property(payableMinor, currency, fc.integer({ min: 1, max: 999 }), (minor, code, thousandths) => {
        const written = decimalOf(money(minor, code));
        const fraction = String(thousandths).padStart(3, '0');
        const finer = written.includes('.') ? `${written}${fraction}` : `${written}.${fraction}`;
        return moneyFromDecimal(finer, code) === null;
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['1.10', 'GBP', 110],
    [1.1, 'GBP', 110],
    ['1.1', 'GBP', 110],
    ['1', 'GBP', 100],
    [' 1.10 ', 'GBP', 110],
    ['1.10000', 'GBP', 110],
    ['0010.05', 'GBP', 1005],
    ['-1.10', 'GBP', -110],
    [-0.01, 'GBP', -1],
    [2.0100000000000002, 'GBP', 201],
    [0.1 + 0.2, 'GBP', 30],
    [1.005 * 1000, 'GBP', 100_500],
    ['1099', 'JPY', 1099],
    ['1099.0', 'JPY', 1099],
    [1099, 'JPY', 1099],
    ['1.234', 'KWD', 1234],
    [1.2, 'KWD', 1200],
    ['999999.99', 'GBP', 99_999_999],
  ])('reads %p as %s', (value, code, minor) => {
    expect(moneyFromDecimal(value, code)).toEqual({ minor, currency: code });
  });

  it.each([0, -0, '-0', '-0.00', '0.00'])('reads %p as nothing at all, never as minus nothing', (value) => {
    expect(Object.is(moneyFromDecimal(value, 'GBP')?.minor, 0)).toBe(true);
  });

  it.each([
    '1e3', '1E3', 'NaN', 'Infinity', '', ' ', '.', '.5', '5.', '+1', '--1', '- 1', '1,000.00', '1 000', '1_000', '0x10', '£1',
    '1.10 GBP', '١.١٠', '1.101', '12345678901234567890', '9007199254740993', '99999999999999999999.99',
    NaN, Infinity, -Infinity, 1.101, 0.001, 1e-7, 1e21, 1e13, 1e300,
    null, undefined, true, {}, [], [1], ['1.10'], 110n, new Date(0), { toString: () => '1.10' },
  ])('refuses %p', (value) => {
    expect(moneyFromDecimal(value, 'GBP')).toBeNull();
  }); // prettier-ignore

  it.each(['1.5', 1.5, '1.0001'])('refuses a part of a yen: %p', (value) => {
    expect(moneyFromDecimal(value, 'JPY')).toBeNull();
  });

  it('refuses or reads anything without throwing, and reads only whole minor units', () => {
    fc.assert(
      fc.property(fc.anything(), currency, (value, code) => {
        const read = moneyFromDecimal(value, code);
        return read === null || (Number.isSafeInteger(read.minor) && read.currency === code);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('writing money', () => {
  it.each([
    [0, 'GBP', '0.00'],
    [5, 'GBP', '0.05'],
    [-5, 'GBP', '-0.05'],
    [1099, 'GBP', '10.99'],
    [1099, 'JPY', '1099'],
    [7, 'KWD', '0.007'],
    [Number.MAX_SAFE_INTEGER, 'GBP', '90071992547409.91'],
  ])('writes %p %s for Blink as %s', (minor, code, expected) => {
    expect(decimalOf(money(minor, code))).toBe(expected);
  });

  it.each([
    [1099, 'GBP', '£10.99'],
    [123_456_789, 'GBP', '£1,234,567.89'],
    [-250, 'GBP', '-£2.50'],
    [100, 'JPY', 'JP¥100'],
    [1234, 'KWD', 'KWD\u00a01.234'],
  ])('writes %p %s for people as %s', (minor, code, expected) => {
    expect(formatMoney(money(minor, code))).toBe(expected);
  });
});
