import { countOf, describeBasket, linesOf, totalOf, withQuantity, type Basket } from '../../src/demo/basket';
import { PRODUCTS, productById, type Product } from '../../src/demo/products';

const mug = productById('mug') as Product;
const lamp = productById('lamp') as Product;
const basket = (...wanted: readonly [Product, number][]): Basket =>
  wanted.reduce<Basket>((filled, [product, quantity]) => withQuantity(filled, product, quantity), {});

describe('a basket', () => {
  it('adds up in whole pence', () => {
    expect(totalOf(basket([mug, 3], [lamp, 1]))).toEqual({ minor: 3 * 1099 + 6000, currency: 'GBP' });
    expect(totalOf({})).toEqual({ minor: 0, currency: 'GBP' });
  });

  it('counts things and not lines', () => {
    expect(countOf(basket([mug, 3], [lamp, 1]))).toBe(4);
  });

  it('keeps a line in its place when its quantity changes', () => {
    const changed = withQuantity(basket([mug, 1], [lamp, 1]), mug, 2);
    expect(linesOf(changed).map(({ product }) => product.id)).toEqual(['mug', 'lamp']);
  });

  it('takes a product out at none, and never holds more than nine or fewer than none', () => {
    expect(withQuantity(basket([mug, 2]), mug, 0)).toEqual({});
    expect(withQuantity(basket([mug, 2]), mug, -1)).toEqual({});
    expect(withQuantity({}, mug, 10)).toEqual({ mug: 9 });
  });

  it('leaves out what the shop does not sell any more', () => {
    expect(totalOf({ mug: 1, kettle: 4 }).minor).toBe(1099);
  });

  it('describes itself in one line', () => {
    expect(describeBasket(basket([mug, 2], [lamp, 1]))).toBe('2 × Harbour mug, Evening lamp');
  });

  it('is described in fewer than 200 characters even when it holds all of everything', () => {
    const everything = basket(...PRODUCTS.map((product): [Product, number] => [product, 9]));
    expect(describeBasket(everything).length).toBeLessThan(200);
  });
});
