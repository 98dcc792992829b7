import { formatMoney, money, type Money } from '../../kernel/money';
import { dayAfter, type Day } from '../domain/days';
import type { FixedPlan, Plan } from '../domain/plan';
import { currencyOf, dueAtOnce, plannedPayments, type PlannedPayment } from '../domain/planned-payments';
import { dayText } from '../../kernel/day-texts';

/** A plan in the words in which the customer agrees to it. */
export interface PlanTexts {
  /** All of it: `£10.00 today, then £5.00 every 2 weeks, 12 payments in all, the last on 3 May 2027; £65.00 in total` */
  readonly sentence: string;
  /** What is taken as soon as the customer agrees; null when the card is only checked. */
  readonly dueNow: string | null;
  /** As they are while the customer agrees. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** The payments one by one; the first ones of a plan without an end. */
  readonly payments: readonly { readonly date: string; readonly amount: string }[];
  readonly listLabel: string;
}

/**
 * @param agreedOn the day on which the customer agrees, or did
 * @param today the day on which it is read; null when it is to be kept: then every day goes by its date
 */
export function planTexts(plan: Plan, agreedOn: Day, today: Day | null = agreedOn): PlanTexts {
  const payments = plannedPayments(plan, agreedOn);
  const due = dueAtOnce(plan, agreedOn);
  return {
    sentence: sentenceOf(plan, payments, today),
    dueNow: due && formatMoney(due),
    facts: factsOf(plan, payments, agreedOn),
    payments: payments.map(({ date, amount }) => ({ date: dayText(date), amount: formatMoney(amount) })),
    listLabel: hasEnd(plan) ? `All ${counted(payments)}` : `The first ${counted(payments)}`,
  };
}

function hasEnd(plan: Plan): boolean {
  return plan.type === 'variable' || plan.instalments !== null;
}

function sentenceOf(plan: Plan, payments: readonly PlannedPayment[], today: Day | null): string {
  const [first, second] = payments;
  const last = payments.at(-1);
  if (!first || !last) return '';
  if (!hasEnd(plan) && plan.type === 'fixed')
    return `${opening(plan, first, today)}, until you or the shop stop it`;
  if (!second) return `${amountWhen(first, today)}, once`;
  const total = `${totalText(plan, payments)} in total`;
  if (plan.type === 'variable')
    return `${counted(payments)}, the first of ${amountWhen(first, today)}, the last of ${amountWhen(last, today)}; ${total}`;
  return `${limitedSentence(plan, payments, today)}; ${total}`;
}

/** A few payments are named one by one, many by their rhythm. */
function limitedSentence(plan: FixedPlan, payments: readonly PlannedPayment[], today: Day | null): string {
  const [first, second] = payments;
  const last = payments.at(-1);
  if (!first || !second || !last) return '';
  const all = `${counted(payments)} in all`;
  if (payments.length <= FEW)
    return `${payments.map((payment) => amountWhen(payment, today)).join(', then ')}, ${all}`;
  const start = opening(plan, first, today);
  return isLikeTheOthers(plan, last, payments.length, first)
    ? `${start}, ${all}, the last on ${dayText(last.date)}`
    : `${start}, and ${amountWhen(last, today)} as the last of ${counted(payments)}`;
}

const FEW = 3;

function isLikeTheOthers(
  plan: FixedPlan,
  last: PlannedPayment,
  count: number,
  { date: start }: PlannedPayment,
): boolean {
  const regular = dayAfter(start, plan.frequency, (count - 1) * plan.every);
  return last.amount.minor === plan.amount.minor && last.date === regular;
}

/** `£10.00 today, then £5.00 every 2 weeks`, or `£5.00 today and then every 2 weeks`. */
function opening(plan: FixedPlan, first: PlannedPayment, today: Day | null): string {
  const start = amountWhen(first, today);
  return first.amount.minor === plan.amount.minor
    ? `${start} and then ${rhythm(plan, first.date)}`
    : `${start}, then ${formatMoney(plan.amount)} ${rhythm(plan, first.date)}`;
}

function amountWhen({ date, amount }: PlannedPayment, today: Day | null): string {
  return `${formatMoney(amount)} ${date === today ? 'today' : `on ${dayText(date)}`}`;
}

const ONE = { days: 'day', weeks: 'week', months: 'month' } as const;
/** Every month has this day; what begins later in a month moves in shorter ones. */
const LAST_DAY_OF_ALL_MONTHS = 28;

function rhythm({ frequency, every }: FixedPlan, start: Day): string {
  const regular = every === 1 ? `every ${ONE[frequency]}` : `every ${every} ${frequency}`;
  const moves = frequency === 'months' && Number(start.slice(-2)) > LAST_DAY_OF_ALL_MONTHS;
  return moves ? `${regular} (on the last day of a month that is too short)` : regular;
}

function factsOf(plan: Plan, payments: readonly PlannedPayment[], today: Day): PlanTexts['facts'] {
  const last = payments.at(-1);
  const due = dueAtOnce(plan, today);
  const next = due ? payments[1] : payments[0];
  const all = [
    { label: 'Today', value: due ? '' : 'Nothing; your card is checked' },
    { label: due ? 'Next payment' : 'First payment', value: next ? amountWhen(next, today) : '' },
    ...(hasEnd(plan)
      ? [
          { label: 'Payments', value: String(payments.length) },
          { label: 'Last payment', value: last && payments.length > 1 ? dayText(last.date) : '' },
          { label: 'In total', value: totalText(plan, payments) },
        ]
      : [{ label: 'Ends', value: 'When you or the shop stop it' }]),
  ];
  return all.filter(({ value }) => value !== '');
}

function totalText(plan: Plan, payments: readonly PlannedPayment[]): string {
  return formatMoney(sumOf(payments, currencyOf(plan)));
}

function sumOf(payments: readonly { readonly amount: Money }[], currency: string): Money {
  return money(
    payments.reduce((sum, { amount }) => sum + amount.minor, 0),
    currency,
  );
}

function counted({ length }: { readonly length: number }): string {
  return length === 1 ? '1 payment' : `${length} payments`;
}
