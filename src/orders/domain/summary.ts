import { idForOthers, idsForOthers } from '../../kernel/card-numbers';
import { moneyFactsOf } from './money-facts';
import type { Attempt, Order, Refund, AuthorisationClaim } from './order';
import type { AttemptSummary, OrderSummary, RefundSummary } from './order-summary';
import { statusOf } from './status';
import { methodsLeft } from './tries';
import type { CapturePolicy } from '../../payments/methods';

export function summaryOf(order: Order): OrderSummary {
  const money = moneyFactsOf(order);
  return {
    id: order.id,
    status: statusOf(order),
    needs_review: order.review?.reason ?? null,
    reference: order.reference,
    description: order.description,
    amount: order.amount.minor,
    currency: order.amount.currency,
    amount_authorised: money.authorised,
    amount_captured: money.captured,
    amount_refunded: money.refunded,
    amount_refundable: money.refundable,
    amount_reversed: money.reversed,
    customer: order.customer,
    payment_methods: order.paymentMethods,
    payment_methods_left: methodsLeft(order),
    capture: captureSummary(order.capture),
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
    metadata: order.metadata,
    created_at: order.createdAt.toISOString(),
    expires_at: order.expiresAt.toISOString(),
    attempts: order.attempts.map(attemptSummary),
    refunds: order.refunds.map(refundSummary),
  };
}

/** The summary for events: these pass through the shop's other systems, where no card number may be. */
export function summaryForEvents(order: Order): OrderSummary {
  return {
    ...summaryOf(order),
    reference: idForOthers(order.reference),
    metadata: idsForOthers(order.metadata),
  };
}

export function refundSummary(refund: Refund): RefundSummary {
  return {
    id: refund.id,
    amount: refund.amount,
    status: refund.status,
    kind: refund.kind,
    attempt_id: refund.attemptId,
    reason: refund.reason,
    created_at: refund.createdAt.toISOString(),
    failure: refund.failure,
  };
}

function attemptSummary(attempt: Attempt): AttemptSummary {
  return {
    id: attempt.id,
    method: attempt.method,
    status: attempt.status,
    transaction_id: attempt.transactionId,
    amount_captured: attempt.captured,
    reversal_reason: attempt.reversalReason,
    pending: attempt.claim ? pendingSummary(attempt.claim) : null,
    created_at: attempt.createdAt.toISOString(),
    decline_reason: attempt.declineReason,
  };
}

function pendingSummary({ kind, amount, status }: AuthorisationClaim) {
  const action = kind === 'release' ? ('release' as const) : ('capture' as const);
  return { action, amount, status: status === 'claimed' ? ('sent' as const) : status };
}

function captureSummary(capture: CapturePolicy) {
  return typeof capture === 'string' ? capture : { delay_days: capture.delayDays };
}
