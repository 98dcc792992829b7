import type { Attempt, Order, Refund } from './order';
import { type PaymentMethod, isByCard } from '../../payments/methods';

/** In minor units of the order's currency: what was read at Blink, and what we refunded. */
export interface MoneyFacts {
  readonly authorised: number;
  readonly captured: number;
  readonly refunded: number;
  /** The most that a new refund may be. Every refund that may have moved money is subtracted; 0 for a bank payment. */
  readonly refundable: number;
  readonly reversed: number;
}

/** The money of the attempt that pays the order; a duplicate payment is not counted but refunded. */
export function moneyFactsOf(order: Order): MoneyFacts {
  const paying = payingAttempt(order);
  const authorised = authorisedAttempt(order)?.authorised ?? 0;
  if (!paying) return { authorised, captured: 0, refunded: 0, refundable: 0, reversed: 0 };
  const refunds = order.refunds.filter((refund) => refund.attemptId === paying.id);
  return {
    authorised: 0,
    captured: paying.captured,
    refunded: total(refunds, (refund) => refund.status === 'succeeded'),
    refundable: refundableOf(order, paying),
    reversed: paying.reversed,
  };
}

/**
 * The first captured attempt that was not reversed; where there is none, the first that was captured at all.
 * A known duplicate comes after the others whatever its time says: the clocks of two processes may differ.
 */
export function payingAttempt(order: Order): Attempt | null {
  const captured = order.attempts
    .filter((attempt) => attempt.captured > 0)
    .sort((one, other) => (one.capturedAt?.getTime() ?? 0) - (other.capturedAt?.getTime() ?? 0));
  const standing = captured.filter(
    (attempt) => attempt.status === 'captured' && !isGivenBackAsDuplicate(order, attempt),
  );
  return standing.find(({ surplus }) => surplus !== 'duplicate') ?? standing[0] ?? captured[0] ?? null;
}

/** The attempt whose authorisation is the order's: the first one that is neither marked as excess nor being voided as such. */
export function authorisedAttempt(order: Order): Attempt | null {
  const authorised = order.attempts
    .filter((attempt) => attempt.status === 'authorised')
    .filter(({ surplus, claim }) => surplus === null && (claim === null || claim.because === 'requested'))
    .sort((one, other) => (one.authorisedAt?.getTime() ?? 0) - (other.authorisedAt?.getTime() ?? 0));
  return authorised[0] ?? null;
}

/** Blink refunds card payments, wallets' among them; a bank payment is refunded by bank transfer, which we do not see. */
export function canBeRefunded(method: PaymentMethod): boolean {
  return isByCard(method);
}

/** How much of a captured attempt Blink can still be asked to refund, after every refund that moved or may have moved money. */
export function refundableOf(order: Order, attempt: Attempt): number {
  if (!canBeRefunded(attempt.method)) return 0;
  if (attempt.status !== 'captured' || attempt.claim) return 0; // a claim that is left after the capture is a void of the whole
  const { done, underWay } = refundedOf(order, attempt);
  return attempt.captured - done - underWay;
}

/** How much our refunds of an attempt have returned, and how much the unsettled ones may have or may yet. */
export function refundedOf(
  order: Order,
  attempt: Attempt,
): { readonly done: number; readonly underWay: number } {
  const refunds = order.refunds.filter((refund) => refund.attemptId === attempt.id);
  return {
    done: total(refunds, ({ status }) => status === 'succeeded'),
    underWay: total(refunds, ({ status }) => status === 'claimed' || status === 'unknown'),
  };
}

function isGivenBackAsDuplicate(order: Order, attempt: Attempt): boolean {
  return order.refunds.some(
    (each) => each.attemptId === attempt.id && each.kind === 'duplicate' && each.status !== 'failed',
  );
}

function total(refunds: readonly Refund[], counts: (refund: Refund) => boolean): number {
  return refunds.filter(counts).reduce((sum, refund) => sum + refund.amount, 0);
}
