import fc from 'fast-check';
import { wireAmount } from '../../src/blink/wire/wire-amount';
import { InvalidInput } from '../../src/kernel/errors';
import { money, moneyFromDecimal } from '../../src/kernel/money';

describe('an amount on its way to Blink', () => {
  it.each([
    [1, 'GBP', '0.01'],
    [110, 'GBP', '1.1'],
    [1099, 'GBP', '10.99'],
    [201, 'GBP', '2.01'],
    [5000, 'JPY', '5000'],
    [1234, 'KWD', '1.234'],
  ])('%d minor units of %s are written %s', (minor, currency, text) => {
    expect(JSON.stringify(wireAmount(money(minor, currency)))).toBe(text);
  });

  it('is exact on every penny below a thousand pounds', () => {
    for (let minor = 1; minor < 100_000; minor += 1) {
      const wire: unknown = JSON.parse(JSON.stringify(wireAmount(money(minor, 'GBP'))));
      if (moneyFromDecimal(wire, 'GBP')?.minor !== minor) throw new Error(`${minor} did not come back`);
    }
  });

  it('comes back as it went, or does not go', () => {
    const currency = fc.constantFrom('GBP', 'EUR', 'JPY', 'KWD');
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
        const amount = money(minor, code);
        try {
          const wire: unknown = JSON.parse(JSON.stringify(wireAmount(amount)));
          expect(moneyFromDecimal(wire, code)).toEqual(amount);
          expect(minor).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([0, -1, -1099])('is refused when it is %d', (minor) => {
    expect(() => wireAmount(money(minor, 'GBP'))).toThrow(InvalidInput);
  });
});
