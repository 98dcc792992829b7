import { dayAfter, startOf } from './days';
import type { ShownPayment } from './repeat-payment';

/** Blink takes payments at night; what a bank says of them may come later in the day. */
const LOOK_AT_HOURS = [8, 12] as const;
const DAILY_LOOKS = 7;
const LATER_THE_SAME_DAY_H = 9;

/** When the sweep looks for what became of a payment: on its day, and then daily while it is not there. */
export function looksAfter({ date, status }: ShownPayment): readonly Date[] {
  const onItsDay = LOOK_AT_HOURS.map((hours) => startOf(date, hours));
  const days = status === 'pending' ? DAILY_LOOKS : 1; // settlement, the night after, can still undo what was taken
  const after = Array.from({ length: days }, (_, index) =>
    startOf(dayAfter(date, 'days', index + 1), LOOK_AT_HOURS[0]),
  );
  return [...onItsDay, ...after];
}

/** From then on a payment of which nothing was heard is shown to a human; far away for one of which something was. */
export function overdueAt({ date, status }: ShownPayment): Date {
  return status === 'pending' ? startOf(dayAfter(date, 'days', DAILY_LOOKS), LATER_THE_SAME_DAY_H) : NEVER;
}

const NEVER = new Date(8.64e15);
