import type { BlinkInstalment, BlinkSchedule } from '../../blink/schedules/repeat-payment';
import { meaningOfInstalment, meaningOfSchedule } from '../../blink/schedules/schedule-statuses';
import { sameMoney, type Money } from '../../kernel/money';
import { dayOf, type Day } from './days';
import { shown as withShown } from './evolve';
import type { Change, SeenPayment } from './history';
import { currencyOf, plannedPayments, type PlannedPayment } from './planned-payments';
import type {
  PaymentStatus,
  RepeatPayment,
  ReviewReason,
  ScheduleStatus,
  ShownPayment,
} from './repeat-payment';
import { settled, shownToHuman } from './review-changes';
import { isSettledByHuman } from './settled-reviews';
import { reviewReasons } from './review-rules';
import { isGoingOn } from './orphan-schedules';
import { PAYMENT_TRANSITIONS } from './transitions';

/**
 * The changes that follow from a repeat payment's schedule as it was read at Blink. Reading the same again changes nothing; an older
 * answer that arrives after a newer one reverts nothing; and a payment that was shown once stays.
 * @param readAt when the read was begun
 */
export function changesFrom(
  schedule: BlinkSchedule,
  repeatPayment: RepeatPayment,
  { now, readAt }: { readonly now: Date; readonly readAt: Date },
): readonly Change[] {
  const payments = seenPayments(schedule, repeatPayment, readAt);
  const status = nextStatus(schedule, repeatPayment);
  return [
    ...payments.map((payment): Change => ({ type: 'payment_shown', payment })),
    ...(status ? [{ type: 'schedule_moved', status } as const] : []),
    ...reviews(schedule, repeatPayment, payments, now),
  ];
}

const NEXT: Readonly<Record<ScheduleStatus, readonly ScheduleStatus[]>> = {
  pending: ['active', 'cancelled', 'completed'],
  active: ['cancelled', 'completed'],
  cancelled: [],
  completed: [],
};

function nextStatus({ status }: BlinkSchedule, { schedule }: RepeatPayment): ScheduleStatus | null {
  const meaning = meaningOfSchedule(status);
  if (meaning === 'unknown' || !schedule) return null;
  return NEXT[schedule.status].includes(meaning) ? meaning : null;
}

/** The payments that are new, or shown differently than before. */
function seenPayments(
  schedule: BlinkSchedule,
  repeatPayment: RepeatPayment,
  readAt: Date,
): readonly SeenPayment[] {
  if (isInOtherCurrency(schedule, repeatPayment)) return [];
  const { instalments, unreadable, status } = schedule;
  const shown = unique(instalments).flatMap((instalment) => seenPayment(instalment, repeatPayment) ?? []);
  const all = [...shown, ...leftOut(instalments, repeatPayment)];
  const isUnclear = ({ id }: SeenPayment) =>
    instalments.some((each) => each.id === id && meaningOfInstalment(each) === 'unknown') ||
    unreadable.includes(id) ||
    (unreadable.includes(null) && !instalments.some((each) => each.id === id));
  const isOver = meaningOfSchedule(status) === 'cancelled';
  return all
    .map((seen) => (isOver && !isUnclear(seen) ? cancelledWithSchedule(seen) : seen))
    .filter((seen) => {
      const known = repeatPayment.payments.find(({ id }) => id === seen.id);
      return !known || !(isSame(known, seen) || isOlder(seen, known, readAt));
    });
}

/** Whether Blink shows another currency than the plan's; where Blink shows none it is the plan's. */
function isInOtherCurrency({ currency }: BlinkSchedule, { plan }: RepeatPayment): boolean {
  return currency !== null && currency !== currencyOf(plan);
}

/** Known payments that are not shown any more: answers without status words leave cancelled payments out. */
function leftOut(
  instalments: readonly BlinkInstalment[],
  { payments }: RepeatPayment,
): readonly SeenPayment[] {
  return payments
    .filter(({ id }) => !instalments.some((each) => each.id === id))
    .map(({ id, date, amount, status }) => ({ id, date, amount, status }));
}

/** A pending payment of a cancelled schedule counts as cancelled: it will never be charged. */
function cancelledWithSchedule(seen: SeenPayment): SeenPayment {
  return seen.status === 'pending' ? { ...seen, status: 'cancelled' } : seen;
}

/** Whether the answer was read before the payment was paid or retried: then it may have been declined at that time. */
function isOlder(seen: SeenPayment, known: ShownPayment, readAt: Date): boolean {
  const mayBeNewer = known.status === 'paid' || known.status === 'pending';
  return mayBeNewer && seen.status === 'declined' && readAt < known.since;
}

/** Drops payments that are listed twice: neither of the two is known to be right. */
function unique(instalments: readonly BlinkInstalment[]): readonly BlinkInstalment[] {
  return instalments.filter(({ id }) => instalments.filter((other) => other.id === id).length === 1);
}

/** @returns null for a payment whose day is not known */
function seenPayment(instalment: BlinkInstalment, repeatPayment: RepeatPayment): SeenPayment | null {
  const { id } = instalment;
  const known = repeatPayment.payments.find((each) => each.id === id);
  const date = instalment.date ?? known?.date;
  if (date === undefined) return null;
  return {
    id,
    date,
    amount: instalment.amount ?? known?.amount ?? plannedAmount(repeatPayment, date),
    status: mergedStatus(known?.status ?? null, instalment),
  };
}

/** A status never goes back: an older answer, or one without status words, changes nothing. */
function mergedStatus(known: PaymentStatus | null, instalment: BlinkInstalment): PaymentStatus {
  const meaning = meaningOfInstalment(instalment);
  if (meaning === 'unknown') return known ?? 'pending';
  if (known === null || PAYMENT_TRANSITIONS[known].includes(meaning)) return meaning;
  return known;
}

/** The amount planned for the nearest day: Blink counts the days in its own way. */
function plannedAmount({ plan, schedule }: RepeatPayment, date: Day): Money {
  const distance = (planned: PlannedPayment) => Math.abs(Date.parse(planned.date) - Date.parse(date));
  const [nearest] = [...plannedPayments(plan, schedule?.agreedOn ?? date)].sort(
    (one, other) => distance(one) - distance(other),
  );
  return nearest?.amount ?? { minor: 0, currency: currencyOf(plan) };
}

function isSame(known: ShownPayment, seen: SeenPayment): boolean {
  return known.date === seen.date && known.status === seen.status && sameMoney(known.amount, seen.amount);
}

function reviews(
  schedule: BlinkSchedule,
  repeatPayment: RepeatPayment,
  seen: readonly SeenPayment[],
  now: Date,
): readonly Change[] {
  const [reason] = openReasons(schedule, repeatPayment, seen, now);
  if (reason) return shownToHuman(repeatPayment, reason);
  const isPending = repeatPayment.payments.some(
    ({ id, status, date }) =>
      status === 'pending' && date < dayOf(now) && !seen.some((each) => each.id === id),
  );
  return settled(
    repeatPayment,
    isPending ? ['schedule_missing'] : ['payment_overdue', 'schedule_missing'],
    'Blink shows what became of it',
  );
}

/** The reasons for a review that no human has settled, the gravest first. */
function openReasons(
  schedule: BlinkSchedule,
  repeatPayment: RepeatPayment,
  seen: readonly SeenPayment[],
  now: Date,
): readonly ReviewReason[] {
  const shown = reasonsShown(schedule, repeatPayment).filter(
    (reason) => !isSettledByHuman(repeatPayment, reason, now),
  );
  const known = seen.reduce((payments, each) => withShown(payments, each, now), repeatPayment.payments);
  const all = [...shown, ...reviewReasons({ ...repeatPayment, payments: known })];
  return GRAVEST_FIRST.filter((reason) => all.includes(reason));
}

const GRAVEST_FIRST: readonly ReviewReason[] = [
  'still_running',
  'started_twice',
  'started_late',
  'replaced_at_blink',
  'plan_differs',
  'unknown_status',
];

/** The reasons that only the schedule itself shows. */
function reasonsShown(schedule: BlinkSchedule, repeatPayment: RepeatPayment): readonly ReviewReason[] {
  const meaning = meaningOfSchedule(schedule.status);
  const isOver = repeatPayment.schedule?.status === 'cancelled';
  const isUnknown =
    meaning === 'unknown' ||
    schedule.unclear.length > 0 ||
    hasUndated(schedule, repeatPayment) ||
    schedule.instalments.some((each) => meaningOfInstalment(each) === 'unknown') ||
    unique(schedule.instalments).length < schedule.instalments.length;
  return [
    ...(isOver && isGoingOn(schedule) ? (['still_running'] as const) : []),
    ...(schedule.childId === null ? [] : (['replaced_at_blink'] as const)),
    ...(isInOtherCurrency(schedule, repeatPayment) ? (['plan_differs'] as const) : []),
    ...(isUnknown ? (['unknown_status'] as const) : []),
  ];
}

function hasUndated({ instalments }: BlinkSchedule, { payments }: RepeatPayment): boolean {
  return instalments.some(({ id, date }) => date === null && !payments.some((each) => each.id === id));
}
