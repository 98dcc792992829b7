import { randomUUID } from 'node:crypto';
import { type Basket, describeBasket, totalOf } from './basket';
import type { CheckoutApi, ShopOrder } from './checkout-api';

/**
 * What one basket is bought under. It is drawn when the basket changes and not when the button is pressed: a double
 * click, or a second try after an answer that got lost, then names the same order.
 */
export interface Purchase {
  readonly key: string;
  /** Counts up when an order of this basket was cancelled or ran out. */
  readonly round: number;
}

/** An order that this shopper made here. Others are not shown to them. */
export interface KnownOrder {
  readonly id: string;
  readonly reference: string;
  readonly summary: string;
  /** The `Purchase` it came from. */
  readonly purchaseKey: string;
}

export interface Buying {
  readonly checkout: CheckoutApi;
  /** The shop's own origin: where shoppers come back to. */
  readonly publicUrl: string;
}

export interface Bought {
  readonly order: ShopOrder;
  readonly purchase: Purchase;
  readonly known: KnownOrder;
}

const ROUNDS = 20;

export function newPurchase(): Purchase {
  return { key: randomUUID(), round: 0 };
}

/**
 * Makes the order at the checkout, or finds the one that was made for this basket before.
 * @throws CheckoutUnavailable when trying again is safe and sensible
 */
export async function buyBasket(
  { checkout, publicUrl }: Buying,
  basket: Basket,
  purchase: Purchase,
): Promise<Bought> {
  const reference = referenceOf(purchase);
  const total = totalOf(basket);
  const summary = describeBasket(basket);
  const made = await checkout.createOrder(
    {
      reference,
      amount: total.minor,
      currency: total.currency,
      description: summary,
      payment_methods: ['card', 'apple_pay', 'google_pay', 'open_banking', 'direct_debit'],
      success_url: `${publicUrl}/thanks`,
      cancel_url: `${publicUrl}/basket`,
    },
    `${purchase.key}-${purchase.round}`,
  );
  // The answer to a repeated call is the first one again, so what became of the order since has to be asked.
  const order = await checkout.getOrder(made.id, 'as_known');
  if (canNoLongerBePaid(order) && purchase.round < ROUNDS) {
    return buyBasket({ checkout, publicUrl }, basket, { ...purchase, round: purchase.round + 1 });
  }
  return { order, purchase, known: { id: order.id, reference, summary, purchaseKey: purchase.key } };
}

/** Goods may leave, or wait for the bank: either way this basket is not to be paid a second time. */
export function isTakenCareOf({ status }: ShopOrder): boolean {
  return status !== 'open' && status !== 'cancelled' && status !== 'expired';
}

function canNoLongerBePaid({ status }: ShopOrder): boolean {
  return status === 'cancelled' || status === 'expired';
}

function referenceOf({ key, round }: Purchase): string {
  const name = `LH-${key.slice(0, 8).toUpperCase()}`;
  return round === 0 ? name : `${name}-${round}`;
}
