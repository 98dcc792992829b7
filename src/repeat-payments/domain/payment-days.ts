import { dayAfter, dayOf, startOf, type Day } from './days';
import type { ShownPayment } from './repeat-payment';

/** Blink charges payments at night; a bank's answer may come later in the day. */
const READ_AT_HOURS = [8, 12] as const;
const DAILY_READS = 7;
const LATER_THE_SAME_DAY_H = 9;

/** The day from which the payment is expected: its own, or a later one on which it was retried. */
export function awaitedFrom({ date, status, since }: ShownPayment): Day {
  if (status !== 'pending') return date;
  const pendingFrom = dayOf(since);
  return pendingFrom > date ? pendingFrom : date;
}

/** When the sweep reads a payment's outcome: on its day, and then daily while there is none. */
export function readsAfter(payment: ShownPayment): readonly Date[] {
  const day = awaitedFrom(payment);
  const onItsDay = READ_AT_HOURS.map((hours) => startOf(day, hours));
  const days = payment.status === 'pending' ? DAILY_READS : 1; // settlement, the night after, can still reverse a paid payment
  const after = Array.from({ length: days }, (_, index) =>
    startOf(dayAfter(day, 'days', index + 1), READ_AT_HOURS[0]),
  );
  return [...onItsDay, ...after];
}

/** From this moment on a payment without an outcome is shown to a human; far in the future for one with an outcome. */
export function overdueAt(payment: ShownPayment): Date {
  return payment.status === 'pending'
    ? startOf(dayAfter(awaitedFrom(payment), 'days', DAILY_READS), LATER_THE_SAME_DAY_H)
    : NEVER;
}

const NEVER = new Date(8.64e15);
