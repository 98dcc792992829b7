import type { Attempt, Order, Refund } from './order';
import { type PaymentMethod, isByCard } from '../../payments/methods';

/** Minor units in the order's currency: what was read at Blink, and what we gave back. */
export interface MoneyFacts {
  readonly authorised: number;
  readonly captured: number;
  readonly refunded: number;
  /** What a new refund may still take, with every refund counted that may have moved money: nothing of a bank payment. */
  readonly refundable: number;
  readonly reversed: number;
}

/** Of the attempt that pays the order; a second payment of the same order is not counted but given back. */
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
 * The first captured attempt that stands; where none stands, the first that was captured at all.
 * What was found to be a second payment comes after the others whatever the clocks say: those of two processes may differ.
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

/** The attempt whose reserved money is the order's: the first, apart from money that is to be let go or is being let go as too much. */
export function authorisedAttempt(order: Order): Attempt | null {
  const held = order.attempts
    .filter((attempt) => attempt.status === 'authorised')
    .filter(({ surplus, claim }) => surplus === null && (claim === null || claim.because === 'requested'))
    .sort((one, other) => (one.authorisedAt?.getTime() ?? 0) - (other.authorisedAt?.getTime() ?? 0));
  return held[0] ?? null;
}

/** Blink gives card payments back, wallets' among them; a bank payment goes back by the bank, and we do not see it. */
export function canBeRefunded(method: PaymentMethod): boolean {
  return isByCard(method);
}

/** What Blink can still be asked to give back of a captured attempt, after everything that took or may have taken money. */
export function refundableOf(order: Order, attempt: Attempt): number {
  if (!canBeRefunded(attempt.method)) return 0;
  if (attempt.status !== 'captured' || attempt.claim) return 0; // a claim that outlived the capture is a release: of the whole
  const { done, underWay } = refundedOf(order, attempt);
  return attempt.captured - done - underWay;
}

/** What our own refunds of an attempt took, and what those that are not settled may take or have taken. */
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
