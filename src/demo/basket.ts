import { money, type Money } from '../kernel/money';
import { type Product, productById } from './products';

/** Product id to quantity, as the session keeps it. */
export type Basket = Readonly<Record<string, number>>;

export interface BasketLine {
  readonly product: Product;
  readonly quantity: number;
  readonly sum: Money;
}

export const MOST_OF_ONE = 9;

/** Sets how many of a product are wanted; none takes it out. */
export function withQuantity(basket: Basket, product: Product, quantity: number): Basket {
  const wanted = Math.max(0, Math.min(MOST_OF_ONE, quantity));
  const others = Object.fromEntries(Object.entries(basket).filter(([id]) => id !== product.id));
  return wanted === 0 ? others : { ...basket, [product.id]: wanted };
}

export function quantityOf(basket: Basket, product: Product): number {
  return Object.hasOwn(basket, product.id) ? (basket[product.id] ?? 0) : 0;
}

export function linesOf(basket: Basket): readonly BasketLine[] {
  return Object.entries(basket).flatMap(([id, quantity]) => {
    const product = productById(id);
    if (!product) return [];
    return [{ product, quantity, sum: money(product.price.minor * quantity, product.price.currency) }];
  });
}

export function totalOf(basket: Basket): Money {
  return money(
    linesOf(basket).reduce((sum, line) => sum + line.sum.minor, 0),
    'GBP',
  );
}

export function countOf(basket: Basket): number {
  return linesOf(basket).reduce((count, line) => count + line.quantity, 0);
}

/** For the shopper's receipt: `2 × Harbour mug, Evening lamp`. */
export function describeBasket(basket: Basket): string {
  return linesOf(basket)
    .map(({ product, quantity }) => (quantity > 1 ? `${quantity} × ${product.name}` : product.name))
    .join(', ');
}
