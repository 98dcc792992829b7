import type { ShopOrder } from './checkout-api';

/** What the shop tells a shopper about an order, and how it looks. */
export interface OrderWords {
  readonly tone: 'good' | 'waiting' | 'bad';
  readonly badge: string;
  readonly heading: string;
  readonly text: string;
}

/** The shop ships on `paid` alone, and only when nobody has to look at the order first. */
export function wordsFor(order: ShopOrder): OrderWords {
  return isUnsettled(order) && order.needs_review !== null ? BEING_LOOKED_AT : wordsForStatus(order.status);
}

function isUnsettled({ status }: ShopOrder): boolean {
  return status === 'open' || status === 'processing' || status === 'authorised' || status === 'paid';
}

const BEING_LOOKED_AT: OrderWords = {
  tone: 'waiting',
  badge: 'Being checked',
  heading: 'We are looking at your payment',
  text: 'Something about it needs a human. We do that and write to you; please do not pay again.',
};

function wordsForStatus(status: ShopOrder['status']): OrderWords {
  switch (status) {
    case 'paid':
      return {
        tone: 'good',
        badge: 'Paid',
        heading: 'Thank you, your order is paid',
        text: 'We are packing it already.',
      };
    case 'authorised':
      return {
        tone: 'good',
        badge: 'Reserved',
        heading: 'Thank you, your payment is reserved',
        text: 'The money is taken when your order leaves us.',
      };
    case 'processing':
      return {
        tone: 'waiting',
        badge: 'Being checked',
        heading: 'Your payment is being checked',
        text: 'The bank has not given its final answer yet. We pack your order as soon as it does; please do not pay again.',
      };
    case 'open':
      return {
        tone: 'bad',
        badge: 'Not paid',
        heading: 'Your order is not paid yet',
        text: 'Nothing was taken. You can go on with the payment whenever you like.',
      };
    case 'cancelled':
      return {
        tone: 'bad',
        badge: 'Cancelled',
        heading: 'This order was cancelled',
        text: 'Nothing was taken.',
      };
    case 'expired':
      return {
        tone: 'bad',
        badge: 'Expired',
        heading: 'This order has expired',
        text: 'It was not paid in time and nothing was taken.',
      };
    case 'partially_refunded':
      return {
        tone: 'good',
        badge: 'Partly refunded',
        heading: 'Part of your payment was given back',
        text: 'It can take a few days to show on your account.',
      };
    case 'refunded':
      return {
        tone: 'waiting',
        badge: 'Refunded',
        heading: 'Your payment was given back',
        text: 'It can take a few days to show on your account.',
      };
    case 'reversed':
      return {
        tone: 'bad',
        badge: 'Reversed',
        heading: 'Your bank took this payment back',
        text: 'We do not have the money, so nothing is shipped.',
      };
    default:
      return status satisfies never;
  }
}
