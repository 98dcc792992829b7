import { later, MINUTE } from '../../kernel/clock';
import { CHARGE_LOST_AFTER_MS, FLAG_UNKNOWN_AFTER_MS } from '../../orders/domain/timeouts';
import type { Change } from './history';
import { overdueAt } from './payment-days';
import type { Operation, OperationKind, RepeatPayment, ReviewReason, Enrolment } from './repeat-payment';
import { isInFlight } from './status';
import { isSettledByHuman } from './settled-reviews';
import { reviewReasons } from './review-rules';

/** A bank's answer may arrive a little after its intent has expired. */
const GRACE_MS = 2 * MINUTE;

/** The moment from which the enrolment cannot start a schedule any more. */
export function overAt({ intent }: Enrolment): Date {
  return later(intent.expiresAt, GRACE_MS);
}

export interface TimeDecision {
  readonly at: Date;
  readonly changes: readonly Change[];
}

/** What time alone will decide, and when. Once recorded, the next decision takes its place. */
export function timeDecisionsOf(repeatPayment: RepeatPayment): readonly TimeDecision[] {
  return [
    ...repeatPayment.setups.flatMap((enrolment) => enrolmentDecision(repeatPayment, enrolment) ?? []),
    ...repeatPayment.moves.flatMap((operation) => operationDecision(repeatPayment, operation) ?? []),
    ...lastingDecisions(repeatPayment),
    ...overdueDecisions(repeatPayment),
    ...expiry(repeatPayment),
  ];
}

function enrolmentDecision(repeatPayment: RepeatPayment, enrolment: Enrolment): TimeDecision | null {
  const { id: setupId, status, chargedAt, unknownSince } = enrolment;
  const unknown: Change = { type: 'setup_unknown', setupId };
  if (status === 'charging' && chargedAt)
    return { at: later(chargedAt, CHARGE_LOST_AFTER_MS), changes: [unknown] };
  if (status === 'challenged') return { at: overAt(enrolment), changes: [unknown] };
  if (status !== 'unknown' || !unknownSince || repeatPayment.review) return null;
  const at = later(unknownSince, FLAG_UNKNOWN_AFTER_MS);
  return flagged(repeatPayment, 'outcome_unknown', at);
}

/** The review reason for an operation whose answer was lost. */
export const REVIEW_OF: Readonly<Record<OperationKind, ReviewReason>> = {
  cancel_all: 'cancel_unknown',
  cancel_payment: 'cancel_unknown',
  refund_payment: 'refund_unknown',
  retry_payment: 'retry_unknown',
  update_card: 'card_update_unknown',
  end_stray: 'cancel_unknown',
};

/** Decides on a call whose process was lost, and on a lost answer that is not in review yet because another review was open at the time. */
function operationDecision(
  repeatPayment: RepeatPayment,
  { id: moveId, kind, status, at: askedAt }: Operation,
): TimeDecision | null {
  const at = later(askedAt, CHARGE_LOST_AFTER_MS);
  const flag = repeatPayment.review ? null : flagged(repeatPayment, REVIEW_OF[kind], at);
  if (status === 'claimed')
    return { at, changes: [{ type: 'move_unknown', moveId }, ...(flag?.changes ?? [])] };
  return status === 'unknown' ? flag : null;
}

/** Lasting reasons are flagged as soon as no other review is open. */
function lastingDecisions(repeatPayment: RepeatPayment): readonly TimeDecision[] {
  if (repeatPayment.review) return [];
  return reviewReasons(repeatPayment).map((reason) => ({
    at: repeatPayment.createdAt,
    changes: [{ type: 'review_flagged', reason }],
  }));
}

function overdueDecisions(repeatPayment: RepeatPayment): readonly TimeDecision[] {
  if (!repeatPayment.schedule || repeatPayment.review) return [];
  return repeatPayment.payments
    .filter(({ status }) => status === 'pending')
    .flatMap((payment) => flagged(repeatPayment, 'payment_overdue', overdueAt(payment)) ?? []);
}

function flagged(repeatPayment: RepeatPayment, reason: ReviewReason, at: Date): TimeDecision | null {
  return isSettledByHuman(repeatPayment, reason, at)
    ? null
    : { at, changes: [{ type: 'review_flagged', reason }] };
}

function expiry(repeatPayment: RepeatPayment): readonly TimeDecision[] {
  const { schedule, closed, setups, expiresAt } = repeatPayment;
  if (schedule || closed || setups.some(isInFlight)) return [];
  return [{ at: expiresAt, changes: [...abandonReady(repeatPayment), { type: 'repeat_payment_expired' }] }];
}

/** Abandons the enrolment that is ready: it was never sent, so nothing is lost. */
export function abandonReady({ setups }: RepeatPayment): readonly Change[] {
  return setups
    .filter(({ status }) => status === 'ready')
    .map(({ id: setupId }) => ({ type: 'setup_abandoned', setupId }));
}
