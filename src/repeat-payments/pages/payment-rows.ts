import { money } from '../../kernel/money';
import type { Texts } from '../../pages/texts/texts';
import type { Day } from '../domain/days';
import { nextPaymentOn } from '../domain/agreement';
import { paymentsOf, type Payment } from '../domain/payments-shown';
import { currencyOf } from '../domain/planned-payments';
import type { PaymentStatus, RepeatPayment } from '../domain/repeat-payment';

/** One payment as a table prints it. */
export interface PaymentRow {
  readonly date: string;
  readonly amount: string;
  readonly outcome: string;
  readonly tone: 'good' | 'neutral' | 'bad';
}

/** The first rows of a list, and the rest of it behind a line that opens it. */
export interface PaymentRows {
  readonly rows: readonly PaymentRow[];
  readonly more: { readonly label: string; readonly rows: readonly PaymentRow[] } | null;
}

/** What the customer wants to know of all payments, sorted into what was and what comes. */
export interface PaymentsSoFar {
  /** Newest first. */
  readonly past: PaymentRows;
  /** The next one first. */
  readonly upcoming: PaymentRows;
  readonly next: { readonly date: string; readonly amount: string } | null;
  readonly paid: string | null;
  readonly refunded: string | null;
  /** Null of a plan without an end, too. */
  readonly left: string | null;
}

const SHOWN_AT_ONCE = 6;

export function paymentsSoFar(texts: Texts, repeatPayment: RepeatPayment, today: Day): PaymentsSoFar {
  const { values } = texts;
  const payments = paymentsOf(repeatPayment, today);
  const awaited = payments.filter(({ status }) => status === 'pending');
  const isAhead = (payment: Payment) => payment.status === 'pending' || isCancelledAhead(payment, today);
  const upcoming = payments.filter(isAhead);
  const past = payments.filter((payment) => !isAhead(payment)).toReversed();
  const next = nextPaymentOn(today, repeatPayment);
  const { plan } = repeatPayment;
  const inTotal = (of: readonly Payment[]) => totalText(texts, of, currencyOf(plan));
  return {
    past: folded(texts, past, today, 'olderPayments'),
    upcoming: folded(texts, upcoming, today, 'laterPayments'),
    next: next ? { date: values.day(next.date), amount: values.money(next.amount) } : null,
    paid: inTotal(payments.filter(({ status }) => status === 'paid')),
    refunded: inTotal(payments.filter(({ status }) => status === 'refunded')),
    left: plan.type === 'variable' || plan.instalments !== null ? inTotal(awaited) : null,
  };
}

/** What has not come yet is nothing of what was so far, whoever cancelled it. */
function isCancelledAhead({ status, date }: Payment, today: Day): boolean {
  return status === 'cancelled' && date > today;
}

/** @returns null when there is none */
function totalText(texts: Texts, payments: readonly Payment[], currency: string): string | null {
  if (payments.length === 0) return null;
  const minor = payments.reduce((total, { amount }) => total + amount.minor, 0);
  const sum = texts.values.money(money(minor, currency));
  return payments.length === 1 ? sum : texts.payments.sumOfSeveral(sum, payments.length);
}

function folded(
  texts: Texts,
  payments: readonly Payment[],
  today: Day,
  rest: 'olderPayments' | 'laterPayments',
): PaymentRows {
  const rows = payments.map((payment) => rowOf(texts, payment, today));
  const hidden = rows.slice(SHOWN_AT_ONCE);
  // A line that opens one or two more rows takes the room of one of them.
  if (hidden.length <= 2) return { rows, more: null };
  const label = texts.payments[rest](hidden.length);
  return { rows: rows.slice(0, SHOWN_AT_ONCE), more: { label, rows: hidden } };
}

function rowOf(texts: Texts, payment: Payment, today: Day): PaymentRow {
  return {
    date: texts.values.day(payment.date),
    amount: texts.values.money(payment.amount),
    ...outcomeOf(texts, payment.status, payment.date.localeCompare(today)),
  };
}

/** @param fromToday below zero when its day is over, zero when it is today */
function outcomeOf(
  { payments: { outcome } }: Texts,
  status: PaymentStatus,
  fromToday: number,
): Pick<PaymentRow, 'outcome' | 'tone'> {
  switch (status) {
    case 'paid':
      return { outcome: outcome.paid, tone: 'good' };
    case 'declined':
      return { outcome: outcome.declined, tone: 'bad' };
    case 'refunded':
      return { outcome: outcome.refunded, tone: 'neutral' };
    case 'cancelled':
      return { outcome: outcome.cancelled, tone: 'neutral' };
    case 'pending':
      return { outcome: notYet(outcome, fromToday), tone: 'neutral' };
    default:
      return status satisfies never;
  }
}

function notYet({ dueToday, beingChecked }: Texts['payments']['outcome'], fromToday: number): string {
  if (fromToday > 0) return '';
  return fromToday === 0 ? dueToday : beingChecked;
}
