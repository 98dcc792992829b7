import type { CreatedOrder, ShownPage } from '../support/shopper';

/** What the people around the checkout hold in their hands: addresses, open pages, and what they were promised. */
export interface ModelOrder extends CreatedOrder {
  /** When it stops waiting for the shopper. */
  readonly expiresAt: number;
  /** Pages of the bank that stand open in a browser. */
  readonly bankPages: ShownPage[];
  /** Where the bank has sent the shopper, who may go there now, later, twice or never. */
  readonly returns: string[];
  /** Card forms that were sent once: a browser can send them again. */
  readonly sentForms: { readonly url: string; readonly fields: Readonly<Record<string, string>> }[];
  /** Whether the shop was told that it is cancelled; `unknown` when it asked and got no answer. */
  cancelled: 'yes' | 'no' | 'unknown';
  /** What somebody gave back at Blink's portal, in minor units, by transaction. */
  readonly portalRefunds: Map<string, number>;
}

export interface Model {
  readonly orders: ModelOrder[];
}

/** The newest, or so many before it: commands are drawn before the orders are made. */
export function orderIn({ orders }: Model, number: number): ModelOrder {
  const order = orders[orders.length - 1 - (number % orders.length)];
  if (!order) throw new Error('There is no order yet');
  return order;
}
