import { later } from '../../kernel/clock';
import type { Attempt, Order, Refund, AuthorisationClaim, ReviewReason } from './order';
import { CHARGE_LOST_AFTER_MS, FLAG_ACCEPTED_AFTER_MS, FLAG_UNKNOWN_AFTER_MS } from './timeouts';
import { isToBeAuthorised, authorisationEndsAt } from './authorisation-life';
import { isReviewedByHuman } from './settled-reviews';
import type { TimeDecision } from './time-decision';

/**
 * What time decides about authorised or captured money: an operation whose answer was lost, an excess payment that could not be refunded,
 * an authorisation that has expired.
 */
export function moneyDecisionOf(order: Order, attempt: Attempt): TimeDecision | null {
  const { id: attemptId, claim, surplus, status } = attempt;
  const since = status === 'authorised' ? attempt.authorisedAt : attempt.capturedAt;
  if (claim) return claimDecisionOf(order, attempt, claim);
  if (!since) return null;
  if (surplus) {
    return order.review ? null : flagged(since, surplus === 'late' ? 'late_payment' : 'paid_twice');
  }
  if (status !== 'authorised') return null;
  if (!isToBeAuthorised(order, attempt.method)) return acceptedDecisionOf(order, attempt);
  const at = authorisationEndsAt(order, since);
  return { at, change: { type: 'authorisation_ended', attemptId, reason: null } };
}

/** An accepted payment that an earlier release recorded as an authorisation. An authorisation that nobody asked for never expires. */
function acceptedDecisionOf(order: Order, { chargedAt }: Attempt): TimeDecision | null {
  const isLookedAt = order.review !== null || isReviewedByHuman(order);
  if (isLookedAt || !chargedAt) return null;
  return flagged(chargedAt, 'outcome_unknown', FLAG_ACCEPTED_AFTER_MS);
}

function claimDecisionOf(order: Order, attempt: Attempt, claim: AuthorisationClaim): TimeDecision | null {
  const { id: attemptId, status } = attempt;
  const operation = claim.kind === 'release' ? 'release' : 'capture';
  if (claim.status !== 'claimed') return order.review ? null : flagged(claim.at, `${operation}_unknown`);
  const at = later(claim.at, CHARGE_LOST_AFTER_MS);
  if (status === 'authorised') return { at, change: { type: `${operation}_unknown`, attemptId } };
  const reason = 'The money was taken, and the answer to its release was lost';
  return { at, change: { type: 'release_refused', attemptId, reason } };
}

/** A refund without an answer stays unknown until a human reports its outcome. */
export function refundDecisionOf(order: Order, refund: Refund): TimeDecision | null {
  const { id: refundId, status, createdAt } = refund;
  const at = later(createdAt, CHARGE_LOST_AFTER_MS);
  if (status === 'claimed') return { at, change: { type: 'refund_unknown', refundId } };
  if (status !== 'unknown' || order.review) return null;
  return { at, change: { type: 'review_flagged', reason: 'refund_unknown' } };
}

function flagged(since: Date, reason: ReviewReason, afterMs = FLAG_UNKNOWN_AFTER_MS): TimeDecision {
  return { at: later(since, afterMs), change: { type: 'review_flagged', reason } };
}
