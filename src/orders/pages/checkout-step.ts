import type { Attempt, Order } from '../domain/order';
import { isAcceptedOnly, liveAttempt, statusOf } from '../domain/status';
import { hasTriesLeft, methodsLeft } from '../domain/tries';

/** What the shopper sees at the checkout address: drawn from the order alone. */
export type CheckoutStep =
  | { readonly kind: 'pay' }
  /** It may be tried again in the same way, and perhaps in others. */
  | { readonly kind: 'declined'; readonly attempt: Attempt }
  /** Only in other ways. */
  | { readonly kind: 'declined_in_this_way'; readonly attempt: Attempt }
  /** In no way. */
  | { readonly kind: 'declined_for_good'; readonly attempt: Attempt }
  /** So many tries came to nothing that none is left, in no way. */
  | { readonly kind: 'no_more_tries' }
  | { readonly kind: 'continue_at_bank'; readonly attempt: Attempt }
  | { readonly kind: 'being_checked' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'direct_debit_set_up' }
  | { readonly kind: 'receipt' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'expired' };

export function checkoutStepOf(order: Order): CheckoutStep {
  const status = statusOf(order);
  switch (status) {
    case 'open':
      return openStep(order);
    case 'processing':
      return processingStep(order);
    case 'cancelled':
    case 'expired':
      return { kind: status };
    case 'authorised':
      return { kind: order.attempts.some((each) => isAcceptedOnly(order, each)) ? 'accepted' : 'receipt' };
    case 'paid':
    case 'partially_refunded':
    case 'refunded':
    case 'reversed':
      return { kind: 'receipt' };
    default:
      return status satisfies never;
  }
}

/** After a refusal the shopper reads why before the next form: until then no new attempt stands ready. */
function openStep(order: Order): CheckoutStep {
  const last = order.attempts.at(-1);
  if (last?.status === 'declined' && !liveAttempt(order)) return declinedStep(order, last);
  return { kind: methodsLeft(order).length > 0 ? 'pay' : 'no_more_tries' };
}

function declinedStep(order: Order, attempt: Attempt): CheckoutStep {
  if (hasTriesLeft(order, attempt.method)) return { kind: 'declined', attempt };
  return { kind: methodsLeft(order).length > 0 ? 'declined_in_this_way' : 'declined_for_good', attempt };
}

function processingStep(order: Order): CheckoutStep {
  const live = liveAttempt(order);
  if (live?.challenge) return { kind: 'continue_at_bank', attempt: live };
  if (live && isAcceptedOnly(order, live)) return { kind: 'accepted' };
  const isClearing = live?.status === 'pending' && live.method === 'direct_debit';
  return { kind: isClearing ? 'direct_debit_set_up' : 'being_checked' };
}
