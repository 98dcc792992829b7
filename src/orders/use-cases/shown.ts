import { sameMoney, type Money } from '../../kernel/money';
import type { Attempt, Order } from '../domain/order';
import type { PaymentMethod } from '../../payments/methods';

/** What a form showed to the shopper who sends it: nothing else may be charged by it. */
export interface Shown {
  readonly method: PaymentMethod;
  readonly amount: Money;
}

/** @param shown null when the form does not say: what nobody knows to have been shown was not */
export function isAsShown(
  shown: Shown | null,
  { amount }: Pick<Order, 'amount'>,
  { method }: Pick<Attempt, 'method'>,
): boolean {
  return shown !== null && shown.method === method && sameMoney(shown.amount, amount);
}
