import { sameMoney } from '../../kernel/money';
import type { Attempt, AttemptStatus, Order } from './order';
import { moneyFactsOf } from './money-facts';
import { isToBeAuthorised } from './authorisation-life';

export const ORDER_STATUSES = [
  'open',
  'processing',
  'authorised',
  'paid',
  'partially_refunded',
  'refunded',
  'reversed',
  'cancelled',
  'expired',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

const IN_FLIGHT: readonly AttemptStatus[] = ['charging', 'challenged', 'pending', 'unknown'];

/** Whether money may be moving, or may have moved, so that no other attempt may start. */
export function isInFlight(attempt: Attempt): boolean {
  return IN_FLIGHT.includes(attempt.status);
}

/**
 * Whether Blink has accepted the payment and captures it by itself: it is neither paid yet nor an authorisation that could be captured. An
 * earlier release recorded it as an authorisation.
 */
export function isAcceptedOnly(order: Order, attempt: Attempt): boolean {
  if (attempt.status === 'pending') return attempt.accepted;
  return attempt.status === 'authorised' && !isToBeAuthorised(order, attempt.method);
}

/** The order's status is derived, never stored: the first condition that is true decides. */
export function statusOf(order: Order): OrderStatus {
  const money = moneyFactsOf(order);
  if (money.reversed > 0) return 'reversed';
  if (money.refunded > 0) return money.refunded >= money.captured ? 'refunded' : 'partially_refunded';
  if (money.captured > 0) return 'paid';
  if (money.authorised > 0) return 'authorised';
  if (order.attempts.some(isInFlight)) return 'processing';
  return order.closed?.as ?? 'open';
}

/** Whether nothing more is expected to happen to the order by itself, and nobody has to review it. */
export function isFinal(order: Order): boolean {
  const status = statusOf(order);
  if (order.review || order.attempts.some(isInFlight)) return false;
  if (order.attempts.some(({ claim, surplus }) => claim !== null || surplus !== null)) return false;
  if (order.refunds.some((refund) => refund.status === 'claimed' || refund.status === 'unknown'))
    return false;
  return status !== 'open' && status !== 'processing' && status !== 'authorised';
}

/** The attempt that the shopper is in the middle of, or could continue: at most one. */
export function liveAttempt(order: Order): Attempt | null {
  return order.attempts.find((attempt) => attempt.status === 'ready' || isInFlight(attempt)) ?? null;
}

/** Whether the intent of an attempt has the order's amount, as far as we know from Blink. */
export function asksForOrder({ amount, isAmountInDoubt }: Attempt, order: Order): boolean {
  return !isAmountInDoubt && sameMoney(amount, order.amount);
}

/** Whether a new attempt may be opened and charged. */
export function isPayable(order: Order, now: Date): boolean {
  const hasUnsettledMoney = order.attempts.some(({ claim, surplus }) => claim !== null || surplus !== null);
  return statusOf(order) === 'open' && !hasUnsettledMoney && now < order.expiresAt;
}
