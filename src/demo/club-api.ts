import { z } from 'zod';
import { checkoutCalls, type CheckoutAddress } from './checkout-call';

const MEMBERSHIP = z.object({
  id: z.string(),
  status: z.enum(['pending', 'active', 'cancelled', 'completed']),
  needs_review: z.string().nullable(),
  started_at: z.string().nullable(),
  checkout_url: z.url(),
  payments: z.array(
    z.object({
      date: z.string(),
      amount: z.int(),
      status: z.enum(['pending', 'paid', 'declined', 'refunded', 'cancelled']),
    }),
  ),
});

/** A repeat payment, as far as the shop looks at it. */
export type Membership = z.infer<typeof MEMBERSHIP>;

export interface ClubApi {
  /**
   * @param idempotencyKey the same for every try of one membership
   * @throws CheckoutUnavailable, CheckoutRefused
   */
  create(plan: object, idempotencyKey: string): Promise<Membership>;
  /** Asks the bank first. @throws CheckoutUnavailable, CheckoutRefused */
  get(id: string): Promise<Membership>;
}

export function clubApi(address: CheckoutAddress): ClubApi {
  const calls = checkoutCalls(address);
  return {
    create: (plan, idempotencyKey) => calls.post('repeat-payments', plan, idempotencyKey, MEMBERSHIP),
    get: (id) => calls.get(`repeat-payments/${encodeURIComponent(id)}?refresh=true`, MEMBERSHIP),
  };
}
