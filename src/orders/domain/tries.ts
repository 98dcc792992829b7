import type { Order } from './order';
import type { PaymentMethod } from '../../payments/methods';

/** However often a try comes to nothing, an order is charged at most so many times in one way. */
export const MOST_CHARGES_BY_ONE_METHOD = 5;

export function hasTriesLeft({ attempts }: Order, method: PaymentMethod): boolean {
  const charged = attempts.filter((attempt) => attempt.method === method && attempt.chargedAt !== null);
  return charged.length < MOST_CHARGES_BY_ONE_METHOD;
}

/** Of the ways to pay that the order allows, those in which it may still be tried. */
export function methodsLeft(order: Order): readonly PaymentMethod[] {
  return order.paymentMethods.filter((method) => hasTriesLeft(order, method));
}
