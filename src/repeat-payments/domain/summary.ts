import { idForOthers } from '../../kernel/card-numbers';
import { dayOf } from './days';
import { paymentsOf, type Payment } from './payments-shown';
import type { Plan } from './plan';
import { currencyOf } from './planned-payments';
import type { Operation, RepeatPayment, Enrolment } from './repeat-payment';
import { statusOf } from './status';
import type { Customer } from '../../payments/customer';

/**
 * A repeat payment as the shop sees it, in the API and in events, never with a capability, nonce, intent or challenge.
 * The API adds `checkout_url`.
 */
export type RepeatPaymentSummary = ReturnType<typeof summaryOf>;

/** @param now decides which day it is, for a plan that starts on the day of the agreement */
export function summaryOf(repeatPayment: RepeatPayment, now: Date) {
  const { plan, schedule, closed } = repeatPayment;
  return {
    id: repeatPayment.id,
    type: plan.type,
    status: statusOf(repeatPayment),
    needs_review: repeatPayment.review?.reason ?? null,
    reference: repeatPayment.reference,
    currency: currencyOf(plan),
    ...planSummary(plan),
    customer: customerSummary(repeatPayment.customer),
    order_id: repeatPayment.orderId,
    success_url: repeatPayment.successUrl,
    created_at: repeatPayment.createdAt.toISOString(),
    expires_at: repeatPayment.expiresAt.toISOString(),
    started_at: schedule?.startedAt.toISOString() ?? null,
    closed_as: closed?.as ?? null,
    payments: paymentsOf(repeatPayment, dayOf(now)).map(paymentSummary),
    setups: repeatPayment.setups.map(enrolmentSummary),
    pending: repeatPayment.moves.filter(isUnsettled).map(operationSummary),
  };
}

/** The summary for events: these pass through the shop's other systems, where no card number may be. */
export function summaryForEvents(repeatPayment: RepeatPayment, now: Date): RepeatPaymentSummary {
  return { ...summaryOf(repeatPayment, now), reference: idForOthers(repeatPayment.reference) };
}

const NO_FIXED_PLAN = {
  amount: null,
  frequency: null,
  every: null,
  start_date: null,
  first_amount: null,
  final_amount: null,
  final_date: null,
  instalments: null,
} as const;

function planSummary(plan: Plan) {
  if (plan.type === 'variable')
    return {
      ...NO_FIXED_PLAN,
      schedule: plan.entries.map(({ date, amount }) => ({ date, amount: amount.minor })),
    };
  return {
    amount: plan.amount.minor,
    frequency: plan.frequency,
    every: plan.every,
    start_date: plan.startDate,
    first_amount: plan.firstAmount?.minor ?? null,
    final_amount: plan.finalAmount?.minor ?? null,
    final_date: plan.finalDate,
    instalments: plan.instalments,
    schedule: null,
  };
}

function customerSummary({ name, email, address, postcode }: Customer) {
  return { name, email, address, postcode };
}

function paymentSummary({ id, date, amount, status }: Payment, index: number) {
  return { id, date, amount: amount.minor, status, reference: `Payment ${index + 1}` };
}

function enrolmentSummary({ id, presence, status, createdAt, declineReason }: Enrolment) {
  return { id, presence, status, created_at: createdAt.toISOString(), decline_reason: declineReason };
}

function isUnsettled({ status }: Operation): boolean {
  return status === 'claimed' || status === 'unknown';
}

function operationSummary({ kind, paymentId, status, at }: Operation) {
  return {
    action: kind,
    payment_id: paymentId === null ? null : String(paymentId),
    status: status === 'unknown' ? ('unknown' as const) : ('sent' as const),
    since: at.toISOString(),
  };
}
