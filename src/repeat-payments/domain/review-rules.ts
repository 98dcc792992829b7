import { isStillRunning } from './failed-cancellations';
import type { Operation, RepeatPayment, ReviewReason, ShownPayment } from './repeat-payment';
import { isSameFact, settledReviewText, word, type ReviewedFact, type SettledReview } from './settled-review';
import { extraPayments, deviatingPayments } from './plan-deviations';

/**
 * The reasons for a review that last until a human has settled just these facts, whatever other review was open when they were first seen.
 * They follow from the repeat payment alone.
 */
export function reviewReasons(repeatPayment: RepeatPayment): readonly ReviewReason[] {
  return [
    ...(unsettledTakings(repeatPayment).length > 0 ? (['still_running'] as const) : []),
    ...orphanReasons(repeatPayment),
    ...(unsettledDifferences(repeatPayment).length > 0 ? (['plan_differs'] as const) : []),
    ...(unsettledCancellations(repeatPayment).length > 0 ? (['cancel_unknown'] as const) : []),
  ];
}

/** What a human has settled who has looked at this, beside the state that it was in: null when that says all. */
export function settledFacts(repeatPayment: RepeatPayment, reason: ReviewReason): SettledReview | null {
  const facts = factsOf(repeatPayment, reason);
  return facts.length > 0 ? { reason, facts } : null;
}

function factsOf(repeatPayment: RepeatPayment, reason: ReviewReason): readonly ReviewedFact[] {
  if (reason === 'still_running') return paidThoughCancelled(repeatPayment).map(takingOf);
  if (reason === 'cancel_unknown') return isStillRunning(repeatPayment).map(({ id }) => word(id));
  return reason === 'plan_differs' ? differences(repeatPayment) : [];
}

/** Payments that were paid although they had been cancelled, unless they were retried. */
function paidThoughCancelled({ payments, moves }: RepeatPayment): readonly ShownPayment[] {
  const retried = moves
    .filter(({ kind, status }) => kind === 'retry_payment' && status === 'done')
    .map(({ paymentId }) => paymentId);
  return payments.filter(
    ({ id, status, wasCalledOff }) => status === 'paid' && wasCalledOff && !retried.includes(id),
  );
}

function takingOf({ id }: ShownPayment): ReviewedFact {
  return { type: 'taken', paymentId: id };
}

function unsettledTakings(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const settled = factsSettledFor(repeatPayment, 'still_running');
  return paidThoughCancelled(repeatPayment).filter((payment) => !isAmong(settled, takingOf(payment)));
}

/** Why an orphan schedule is shown to a human. */
export function reasonOfOrphan({ schedule }: RepeatPayment): ReviewReason {
  return schedule ? 'started_twice' : 'started_late';
}

function orphanReasons(repeatPayment: RepeatPayment): readonly ReviewReason[] {
  const { strays } = repeatPayment;
  const reason = reasonOfOrphan(repeatPayment);
  return strays.length === 0 || isSettled(repeatPayment, orphanState(reason, strays.length)) ? [] : [reason];
}

/** What is kept of a human having looked at so many of them. */
export function orphanState(reason: ReviewReason, count: number): SettledReview {
  return { reason, facts: [word(count)] };
}

function unsettledDifferences(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const settled = factsSettledFor(repeatPayment, 'plan_differs');
  const extra = extraPayments(repeatPayment);
  return deviatingPayments(repeatPayment).filter(
    (payment) =>
      !isAmong(settled, differenceOf(payment)) &&
      (extra.includes(payment) || !settled.some((fact) => goesOnWith(fact, payment))),
  );
}

function unsettledCancellations(repeatPayment: RepeatPayment): readonly Operation[] {
  const settled = factsSettledFor(repeatPayment, 'cancel_unknown');
  return isStillRunning(repeatPayment).filter(({ id }) => !isAmong(settled, word(id)));
}

function differences(repeatPayment: RepeatPayment): readonly ReviewedFact[] {
  const unagreed = deviatingPayments(repeatPayment);
  return [...unagreed.map(differenceOf), ...onwards(repeatPayment, unagreed)];
}

function differenceOf({ id, amount }: ShownPayment): ReviewedFact {
  return { type: 'differs', paymentId: id, minor: amount.minor };
}

/** Of a fixed plan Blink makes the next payments like the newest: with that one they are settled too. */
function onwards(
  { plan, payments }: RepeatPayment,
  unagreed: readonly ShownPayment[],
): readonly ReviewedFact[] {
  const newest = payments.reduce<ShownPayment | null>(
    (found, each) => (found && found.id > each.id ? found : each),
    null,
  );
  return plan.type === 'fixed' && newest && unagreed.includes(newest)
    ? [{ type: 'goes_on', paymentId: newest.id, minor: newest.amount.minor }]
    : [];
}

function goesOnWith(fact: ReviewedFact, { id, amount }: ShownPayment): boolean {
  return fact.type === 'goes_on' && id > fact.paymentId && amount.minor === fact.minor;
}

function isAmong(facts: readonly ReviewedFact[], fact: ReviewedFact): boolean {
  return facts.some((each) => isSameFact(each, fact));
}

/** Whether a human has looked at just this. */
export function isSettled({ settledReviews }: RepeatPayment, state: SettledReview): boolean {
  return settledReviews.some((each) => settledReviewText(each) === settledReviewText(state));
}

export function factsSettledFor(
  { settledReviews }: RepeatPayment,
  reason: ReviewReason,
): readonly ReviewedFact[] {
  return settledReviews.filter((each) => each.reason === reason).flatMap(({ facts }) => facts);
}
