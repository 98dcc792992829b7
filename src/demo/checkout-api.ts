import { z } from 'zod';
import { checkoutCalls, type CheckoutAddress } from './checkout-call';

const ORDER = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.enum([
    'open',
    'processing',
    'authorised',
    'paid',
    'partially_refunded',
    'refunded',
    'reversed',
    'cancelled',
    'expired',
  ]),
  needs_review: z.string().nullable(),
  checkout_url: z.url(),
  amount: z.int(),
  currency: z.string(),
});

export type ShopOrder = z.infer<typeof ORDER>;

export interface NewShopOrder {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly payment_methods: readonly string[];
  readonly success_url: string;
  readonly cancel_url: string;
}

export interface CheckoutApi {
  /**
   * @param idempotencyKey the same for every try of one order, so that an answer that got lost makes no second order
   * @throws CheckoutUnavailable, CheckoutRefused
   */
  createOrder(order: NewShopOrder, idempotencyKey: string): Promise<ShopOrder>;
  /**
   * @param freshness `as_known` for lists; `ask_the_bank` before anything is shipped or promised
   * @throws CheckoutUnavailable, CheckoutRefused
   */
  getOrder(id: string, freshness: 'as_known' | 'ask_the_bank'): Promise<ShopOrder>;
}

/** All that a shop needs of the checkout: two calls with a key. */
export function checkoutApi(address: CheckoutAddress): CheckoutApi {
  const calls = checkoutCalls(address);
  return {
    createOrder: (order, idempotencyKey) => calls.post('orders', order, idempotencyKey, ORDER),
    getOrder: (id, freshness) => {
      const query = freshness === 'ask_the_bank' ? '?refresh=true' : '';
      return calls.get(`orders/${encodeURIComponent(id)}${query}`, ORDER);
    },
  };
}
