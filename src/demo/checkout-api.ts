import { z } from 'zod';
import { AppError } from '../errors';

/** Nobody knows whether it was done: the same call with the same key may be made again. */
export class CheckoutUnavailable extends AppError {
  readonly status = 503;
  readonly code = 'checkout_unavailable';
}

/** The checkout understood and said no. */
export class CheckoutRefused extends AppError {
  readonly status = 502;
  readonly code = 'checkout_refused';
}

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

const ANSWER_WITHIN_MS = 20_000;
const PROBLEM = z.object({ code: z.string() });

/** All that a shop needs of the checkout: two calls with a key. */
export function checkoutApi({ checkoutUrl, apiKey }: { checkoutUrl: string; apiKey: string }): CheckoutApi {
  const ordersUrl = new URL('/api/v1/orders', checkoutUrl).href;
  const authorization = `Bearer ${apiKey}`;
  return {
    createOrder: (order, idempotencyKey) =>
      orderFrom(ordersUrl, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(order),
      }),
    getOrder: (id, freshness) => {
      const query = freshness === 'ask_the_bank' ? '?refresh=true' : '';
      return orderFrom(`${ordersUrl}/${encodeURIComponent(id)}${query}`, { headers: { authorization } });
    },
  };
}

async function orderFrom(url: string, request: RequestInit): Promise<ShopOrder> {
  const { status, body } = await answerTo(url, request);
  if (status >= 500 || status === 429) throw new CheckoutUnavailable(`The checkout answered ${status}`);
  if (status >= 400) throw new CheckoutRefused(`The checkout refused with ${status} ${codeOf(body)}`);
  const order = ORDER.safeParse(body);
  if (!order.success) throw new CheckoutUnavailable('The answer of the checkout could not be read');
  return order.data;
}

async function answerTo(url: string, request: RequestInit): Promise<{ status: number; body: unknown }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(url, { ...request, redirect: 'error', signal });
    return { status: answer.status, body: await bodyOf(answer) };
  } catch (cause) {
    throw new CheckoutUnavailable('The checkout did not answer', { cause });
  }
}

/** @returns null when it is no JSON: what that means depends on the status */
async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(body: unknown): string {
  const problem = PROBLEM.safeParse(body);
  return problem.success ? problem.data.code : '(no code)';
}
