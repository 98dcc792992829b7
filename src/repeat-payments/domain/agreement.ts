import { createHash } from 'node:crypto';
import type { Day } from './days';
import { paymentsOf, type Payment } from './payments-shown';
import { dueAtOnce, plannedPayments } from './planned-payments';
import type { RepeatPayment } from './repeat-payment';

/**
 * Names exactly what a page asks the customer to agree to on a day: by card, what is taken at once, every payment with its day and
 * amount, how it goes on and whose it is. Two that differ in any of it have different names.
 */
export function agreementOn(day: Day, { id, plan, reference }: RepeatPayment): string {
  return digestOf([
    'agree',
    'card',
    id,
    reference,
    day,
    dueAtOnce(plan, day),
    plan,
    plannedPayments(plan, day),
  ]);
}

/** The same of the page for another card: nothing is taken now, and what is taken next from that card. */
export function cardUpdateOn(day: Day, repeatPayment: RepeatPayment): string {
  const { id, reference } = repeatPayment;
  const next = nextPaymentOn(day, repeatPayment);
  return digestOf(['new card', 'card', id, reference, next && [next.date, next.amount]]);
}

export function nextPaymentOn(day: Day, repeatPayment: RepeatPayment): Payment | null {
  const coming = paymentsOf(repeatPayment, day).filter(({ status }) => status === 'pending');
  return coming.find(({ date }) => date >= day) ?? null;
}

function digestOf(shown: readonly unknown[]): string {
  return createHash('sha256').update(canonical(shown)).digest('base64url');
}

/** The order of an object's fields, which a database may change, says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(byName)) : inner,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
