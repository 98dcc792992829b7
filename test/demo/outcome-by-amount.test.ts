import { outcomeHint } from '../../src/demo/outcome-by-amount';

describe('the hint of what the sandbox does with an amount', () => {
  it.each([
    [99, 'is refused as an invalid amount'],
    [100, 'is paid'],
    [2499, 'is paid'],
    [2500, 'is paid, and then rejected when it should be settled'],
    [5000, 'is referred: the bank wants the shop to call'],
    [10000, 'is declined'],
    [15000, 'is declined, and the bank keeps the card'],
    [20000, 'is declined until the bank has checked the shopper more strictly'],
    [30000, 'is refused as an invalid amount'],
  ])('%i pence: %s', (minor, outcome) => {
    expect(outcomeHint({ minor, currency: 'GBP' })).toBe(`£${(minor / 100).toFixed(2)} ${outcome}`);
  });
});
