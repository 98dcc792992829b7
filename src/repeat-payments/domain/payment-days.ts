import { dayAfter, dayOf, startOf, type Day } from './days';
import type { ShownPayment } from './repeat-payment';

/** Blink takes payments at night; what a bank says of them may come later in the day. */
const LOOK_AT_HOURS = [8, 12] as const;
const DAILY_LOOKS = 7;
const LATER_THE_SAME_DAY_H = 9;

/** The day from which it is waited for: its own, or a later one on which it was tried again. */
export function awaitedFrom({ date, status, since }: ShownPayment): Day {
  if (status !== 'pending') return date;
  const pendingFrom = dayOf(since);
  return pendingFrom > date ? pendingFrom : date;
}

/** When the sweep looks for what became of a payment: on its day, and then daily while it is not there. */
export function looksAfter(payment: ShownPayment): readonly Date[] {
  const day = awaitedFrom(payment);
  const onItsDay = LOOK_AT_HOURS.map((hours) => startOf(day, hours));
  const days = payment.status === 'pending' ? DAILY_LOOKS : 1; // settlement, the night after, can still undo what was taken
  const after = Array.from({ length: days }, (_, index) =>
    startOf(dayAfter(day, 'days', index + 1), LOOK_AT_HOURS[0]),
  );
  return [...onItsDay, ...after];
}

/** From then on a payment of which nothing was heard is shown to a human; far away for one of which something was. */
export function overdueAt(payment: ShownPayment): Date {
  return payment.status === 'pending'
    ? startOf(dayAfter(awaitedFrom(payment), 'days', DAILY_LOOKS), LATER_THE_SAME_DAY_H)
    : NEVER;
}

const NEVER = new Date(8.64e15);
