import { createHash } from 'node:crypto';
import type { Day } from './days';
import { paymentsOf, type Payment } from './payments-shown';
import { dueAtOnce, plannedPayments } from './planned-payments';
import type { RepeatPayment } from './repeat-payment';

/**
 * Identifies exactly what a page asks the customer to agree to on a day: the amount charged at once, every payment with its day and
 * amount, how the plan continues and whose it is. Two agreements that differ in any of this have different names.
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

/** Identifies what the page for another card asks for: nothing is charged now, and the next payments are charged to that card. */
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

/** Writes an object independently of the order of its fields, which a database may change. */
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
