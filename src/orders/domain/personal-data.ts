import type { OrderAmendment, OrderChange } from './history';
import type { Order } from './order';
import type { OrderSummary } from './order-summary';
import type { Customer } from '../../payments/customer';
import type { Challenge } from '../../payments/challenge';

export const NOBODY: Customer = { name: null, email: null, address: null, postcode: null };
/** Replaces a challenge: the fields for the bank can contain personal data. */
export const NO_CHALLENGE: Challenge = { kind: 'form', action: '', fields: [] };

/**
 * Removes what identifies the customer from an order, its history and its events, in fields and in the shop's texts. The accounts stay: ids,
 * references, amounts, statuses, dates, and what banks answered.
 */
export function orderWithoutPersonalData(
  order: Order,
): Pick<
  Order,
  'customer' | 'description' | 'metadata' | 'successUrl' | 'cancelUrl' | 'attempts' | 'refunds'
> {
  return {
    customer: NOBODY,
    description: null,
    metadata: {},
    successUrl: null,
    cancelUrl: null,
    attempts: order.attempts.map((attempt) => ({ ...attempt, challenge: null })),
    refunds: order.refunds.map((refund) => ({ ...refund, reason: null })),
  };
}

/** The same change without personal data: replaying it gives the same order apart from that data. */
export function changeWithoutPersonalData(change: OrderChange): OrderChange {
  switch (change.type) {
    case 'order_created': {
      const { order } = change;
      const emptied = {
        customer: NOBODY,
        description: null,
        metadata: {},
        successUrl: null,
        cancelUrl: null,
      };
      return { ...change, order: { ...order, ...emptied } };
    }
    case 'order_amended':
      return { ...change, amendment: amendmentWithoutPersonalData(change.amendment) };
    case 'charge_claimed':
      return { ...change, customer: NOBODY };
    case 'challenge_received':
      return { ...change, challenge: NO_CHALLENGE };
    case 'refund_claimed':
      return { ...change, refund: { ...change.refund, reason: null } };
    case 'review_closed':
      return { ...change, note: '' };
    case 'order_cancelled':
    case 'order_expired':
    case 'personal_data_erased':
    case 'attempt_opened':
    case 'attempt_amended':
    case 'charge_withdrawn':
    case 'outcome_pending':
    case 'outcome_unknown':
    case 'money_authorised':
    case 'money_captured':
    case 'money_reversed':
    case 'authorisation_released':
    case 'authorisation_ended':
    case 'attempt_declined':
    case 'attempt_abandoned':
    case 'attempt_reopened':
    case 'capture_claimed':
    case 'capture_confirmed':
    case 'capture_unknown':
    case 'capture_refused':
    case 'release_claimed':
    case 'release_unknown':
    case 'release_refused':
    case 'release_withdrawn':
    case 'surplus_found':
    case 'surplus_kept':
    case 'part_reversed':
    case 'refund_succeeded':
    case 'refund_failed':
    case 'refund_withdrawn':
    case 'refund_unknown':
    case 'review_flagged':
      return change;
    default:
      return change satisfies never; // for a new kind of change it has to be decided here what is personal
  }
}

/** The order in an event, as the feed shows it after the erasure. */
export function summaryWithoutPersonalData(summary: OrderSummary): OrderSummary {
  return {
    ...summary,
    customer: NOBODY,
    description: null,
    metadata: {},
    success_url: null,
    cancel_url: null,
    refunds: summary.refunds.map((refund) => ({ ...refund, reason: null })),
  };
}

/** The names of the amended fields stay. */
function amendmentWithoutPersonalData(amendment: OrderAmendment): OrderAmendment {
  return {
    ...amendment,
    ...(amendment.customer && { customer: NOBODY }),
    ...(amendment.description !== undefined && { description: null }),
    ...(amendment.metadata && { metadata: {} }),
  };
}
