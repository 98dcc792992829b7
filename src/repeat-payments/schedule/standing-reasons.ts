import type { RepeatPayment, ReviewReason, ShownPayment } from './repeat-payment';
import { extraPayments, unagreedPayments } from './unagreed-payments';

/**
 * What has to be looked at for as long as it is so, whatever else was to be looked at when it was first seen: until a human has settled
 * just that. It is known from the repeat payment alone.
 */
export function standingReasons(repeatPayment: RepeatPayment): readonly ReviewReason[] {
  return unsettledDifferences(repeatPayment).length > 0 ? ['plan_differs'] : [];
}

/** What a human has settled who has looked at this, beside the state that it was in: null when that says all. */
export function settledFacts(repeatPayment: RepeatPayment, reason: ReviewReason): string | null {
  const facts = reason === 'plan_differs' ? differences(repeatPayment) : [];
  return facts.length > 0 ? [reason, ...facts].join('/') : null;
}

function unsettledDifferences(repeatPayment: RepeatPayment): readonly ShownPayment[] {
  const settled = factsSettledFor(repeatPayment, 'plan_differs');
  const extra = extraPayments(repeatPayment);
  return unagreedPayments(repeatPayment).filter(
    (payment) =>
      !settled.includes(differenceOf(payment)) &&
      (extra.includes(payment) || !settled.some((fact) => goesOnWith(fact, payment))),
  );
}

function differences(repeatPayment: RepeatPayment): readonly string[] {
  const unagreed = unagreedPayments(repeatPayment);
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
