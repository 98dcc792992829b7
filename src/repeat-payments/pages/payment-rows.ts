import { formatMoney, money } from '../../kernel/money';
import type { Day } from '../domain/days';
import { nextPaymentOn } from '../domain/agreement';
import { paymentsOf, type Payment } from '../domain/payments-shown';
import { currencyOf } from '../domain/planned-payments';
import type { PaymentStatus, RepeatPayment } from '../domain/repeat-payment';
import { dayText } from '../../kernel/day-texts';

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
  readonly coming: PaymentRows;
  readonly next: { readonly date: string; readonly amount: string } | null;
  readonly taken: string | null;
  readonly givenBack: string | null;
  /** Null of a plan without an end, too. */
  readonly left: string | null;
}

const SHOWN_AT_ONCE = 6;

export function paymentsSoFar(repeatPayment: RepeatPayment, today: Day): PaymentsSoFar {
  const payments = paymentsOf(repeatPayment, today);
  const awaited = payments.filter(({ status }) => status === 'pending');
  const isAhead = (payment: Payment) => payment.status === 'pending' || isCalledOffAhead(payment, today);
  const coming = payments.filter(isAhead);
  const past = payments.filter((payment) => !isAhead(payment)).toReversed();
  const next = nextPaymentOn(today, repeatPayment);
  const { plan } = repeatPayment;
  const inTotal = (of: readonly Payment[]) => totalText(of, currencyOf(plan));
  return {
    past: folded(past, today, 'older'),
    coming: folded(coming, today, 'later'),
    next: next ? { date: dayText(next.date), amount: formatMoney(next.amount) } : null,
    taken: inTotal(payments.filter(({ status }) => status === 'paid')),
    givenBack: inTotal(payments.filter(({ status }) => status === 'refunded')),
    left: plan.type === 'variable' || plan.instalments !== null ? inTotal(awaited) : null,
  };
}

/** What has not come yet is nothing of what was so far, whoever called it off. */
function isCalledOffAhead({ status, date }: Payment, today: Day): boolean {
  return status === 'cancelled' && date > today;
}

/** @returns null when there is none */
function totalText(payments: readonly Payment[], currency: string): string | null {
  if (payments.length === 0) return null;
  const minor = payments.reduce((total, { amount }) => total + amount.minor, 0);
  const sum = formatMoney(money(minor, currency));
  return payments.length === 1 ? sum : `${sum} in ${payments.length} payments`;
}

function folded(payments: readonly Payment[], today: Day, kind: 'older' | 'later'): PaymentRows {
  const rows = payments.map((payment) => rowOf(payment, today));
  const rest = rows.slice(SHOWN_AT_ONCE);
  // A line that opens one or two more rows takes the room of one of them.
  if (rest.length <= 2) return { rows, more: null };
  return {
    rows: rows.slice(0, SHOWN_AT_ONCE),
    more: { label: `${rest.length} ${kind} payments`, rows: rest },
  };
}

function rowOf(payment: Payment, today: Day): PaymentRow {
  return {
    date: dayText(payment.date),
    amount: formatMoney(payment.amount),
    ...outcomeOf(payment.status, payment.date.localeCompare(today)),
  };
}

/** @param fromToday below zero when its day is over, zero when it is today */
function outcomeOf(status: PaymentStatus, fromToday: number): Pick<PaymentRow, 'outcome' | 'tone'> {
  switch (status) {
    case 'paid':
      return { outcome: 'Taken', tone: 'good' };
    case 'declined':
      return { outcome: 'Did not go through', tone: 'bad' };
    case 'refunded':
      return { outcome: 'Given back', tone: 'neutral' };
    case 'cancelled':
      return { outcome: 'Called off', tone: 'neutral' };
    case 'pending':
      return { outcome: notYet(fromToday), tone: 'neutral' };
    default:
      return status satisfies never;
  }
}

function notYet(fromToday: number): string {
  if (fromToday > 0) return '';
  return fromToday === 0 ? 'Due today' : 'Being checked';
}
