import { InvalidInput } from '../../kernel/errors';
import type { Money } from '../../kernel/money';
import { decimalOf, moneyFromDecimal, sameMoney } from '../../kernel/money';

/**
 * The amount as the JSON number that Blink documents.
 * @throws InvalidInput when the amount is not positive, or so large that a JSON number would change it
 */
export function wireAmount(amount: Money, field = 'amount'): number {
  const number = Number(decimalOf(amount));
  const back = moneyFromDecimal(number, amount.currency);
  if (amount.minor <= 0 || !back || !sameMoney(back, amount)) {
    throw new InvalidInput([{ field, message: 'cannot be paid through Blink' }]);
  }
  return number;
}
