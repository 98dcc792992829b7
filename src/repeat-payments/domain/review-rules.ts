import { isStillRunning } from './failed-cancellations';
import type { Operation, RepeatPayment, ReviewReason, ShownPayment } from './repeat-payment';
import { extraPayments, deviatingPayments } from './plan-deviations';

/**
 * What has to be looked at for as long as it is so, whatever else was to be looked at when it was first seen: until a human has settled
 * just that. It is known from the repeat payment alone.
 */
export function reviewReasons(repeatPayment: RepeatPayment): readonly ReviewReason[] {
  return [
    ...(unsettledTakings(repeatPayment).length > 0 ? (['still_running'] as const) : []),
    ...strayReasons(repeatPayment),
    ...(unsettledDifferences(repeatPayment).length > 0 ? (['plan_differs'] as const) : []),
    ...(unsettledCancellations(repeatPayment).length > 0 ? (['cancel_unknown'] as const) : []),
  ];
}

/** What a human has settled who has looked at this, beside the state that it was in: null when that says all. */
export function settledFacts(repeatPayment: RepeatPayment, reason: ReviewReason): string | null {
  const facts = factsOf(repeatPayment, reason);
  return facts.length > 0 ? [reason, ...facts].join('/') : null;
}

function factsOf(repeatPayment: RepeatPayment, reason: ReviewReason): readonly string[] {
  if (reason === 'still_running') return takenAllTheSame(repeatPayment).map(takingOf);
  if (reason === 'cancel_unknown') return isStillRunning(repeatPayment).map(({ id }) => id);
  return reason === 'plan_differs' ? differences(repeatPayment) : [];
}

/** Money of payments that had been called off, unless they were asked for again. */
function takenAllTheSame({ payments, moves }: RepeatPayment): readonly ShownPayment[] {
  const retried = moves
    .filter(({ kind, status }) => kind === 'retry_payment' && status === 'done')
    .map(({ paymentId }) => paymentId);
  return payments.filter(
    ({ id, status, wasCalledOff }) => status === 'paid' && wasCalledOff && !retried.includes(id),
  );
}

function takingOf({ id }: ShownPayment): string {
  return `taken:${id}`;
}

function unsettledTakings(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const settled = factsSettledFor(repeatPayment, 'still_running');
  return takenAllTheSame(repeatPayment).filter((payment) => !settled.includes(takingOf(payment)));
}

/** Why one that started and should not have is shown to a human. */
export function reasonOfOrphan({ schedule }: RepeatPayment): ReviewReason {
  return schedule ? 'started_twice' : 'started_late';
}

function strayReasons(repeatPayment: RepeatPayment): readonly ReviewReason[] {
  const { strays, settledReviews } = repeatPayment;
  const reason = reasonOfOrphan(repeatPayment);
  return strays.length === 0 || settledReviews.includes(orphanState(reason, strays.length)) ? [] : [reason];
}

/** What is kept of a human having looked at so many of them. */
export function orphanState(reason: ReviewReason, count: number): string {
  return `${reason}/${count}`;
}

function unsettledDifferences(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const settled = factsSettledFor(repeatPayment, 'plan_differs');
  const extra = extraPayments(repeatPayment);
  return deviatingPayments(repeatPayment).filter(
    (payment) =>
      !settled.includes(differenceOf(payment)) &&
      (extra.includes(payment) || !settled.some((fact) => goesOnWith(fact, payment))),
  );
}

function unsettledCancellations(repeatPayment: RepeatPayment): readonly Operation[] {
  const settled = factsSettledFor(repeatPayment, 'cancel_unknown');
  return isStillRunning(repeatPayment).filter(({ id }) => !settled.includes(id));
}

function differences(repeatPayment: RepeatPayment): readonly string[] {
  const unagreed = deviatingPayments(repeatPayment);
  return [...unagreed.map(differenceOf), ...onwards(repeatPayment, unagreed)];
}

function differenceOf({ id, amount }: ShownPayment): string {
  return `${id}:${amount.minor}`;
}

/** Of a fixed plan Blink makes the next payments like the newest: with that one they are settled too. */
function onwards({ plan, payments }: RepeatPayment, unagreed: readonly ShownPayment[]): readonly string[] {
  const newest = payments.reduce<ShownPayment | null>(
    (found, each) => (found && found.id > each.id ? found : each),
    null,
  );
  return plan.type === 'fixed' && newest && unagreed.includes(newest) ? [`>${differenceOf(newest)}`] : [];
}

function goesOnWith(fact: string, { id, amount }: ShownPayment): boolean {
  const [after, minor] = fact.slice(1).split(':').map(Number);
  return fact.startsWith('>') && after !== undefined && id > after && amount.minor === minor;
}

function factsSettledFor({ settledReviews }: RepeatPayment, reason: ReviewReason): readonly string[] {
  return settledReviews
    .map((each) => each.split('/'))
    .filter(([settled]) => settled === reason)
    .flatMap(([, ...facts]) => facts);
}
