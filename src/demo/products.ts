import { money, type Money } from '../kernel/money';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly blurb: string;
  readonly price: Money;
  /** A drawing in `public/demo`. */
  readonly picture: string;
}

function product(id: string, name: string, blurb: string, pence: number): Product {
  return { id, name, blurb, price: money(pence, 'GBP'), picture: `${id}.svg` };
}

/** One for each thing that the sandbox's bank can do: `outcome-by-amount.ts`. */
export const PRODUCTS: readonly Product[] = [
  product('mug', 'Harbour mug', 'Stoneware, speckled, holds a proper cup of tea.', 10_99),
  product('throw', 'Driftwood throw', 'Soft lambswool for the far end of the sofa.', 30_00),
  product('lamp', 'Evening lamp', 'Warm light, with a cord to pull.', 60_00),
  product('chair', 'Reading chair', 'Deep, green and hard to get out of.', 120_00),
  product('clock', 'Kitchen clock', 'Ticks, but quietly.', 210_00),
];

export function productById(id: string): Product | null {
  return PRODUCTS.find((each) => each.id === id) ?? null;
}
