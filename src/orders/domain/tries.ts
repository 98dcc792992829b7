import type { Order } from './order';
import type { PaymentMethod } from '../../payments/methods';

/** The most times that an order is charged by one method, however often the tries come to nothing. */
export const MOST_CHARGES_BY_ONE_METHOD = 5;

export function hasTriesLeft({ attempts }: Order, method: PaymentMethod): boolean {
  const charged = attempts.filter((attempt) => attempt.method === method && attempt.chargedAt !== null);
  return charged.length < MOST_CHARGES_BY_ONE_METHOD;
}

/** The order's methods by which a payment may still be tried. */
export function methodsLeft(order: Order): readonly PaymentMethod[] {
  return order.paymentMethods.filter((method) => hasTriesLeft(order, method));
}
