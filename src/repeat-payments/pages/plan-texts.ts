import { money, type Money } from '../../kernel/money';
import type { Texts } from '../../pages/texts/texts';
import { dayAfter, type Day } from '../domain/days';
import type { FixedPlan, Plan } from '../domain/plan';
import { currencyOf, dueAtOnce, plannedPayments, type PlannedPayment } from '../domain/planned-payments';

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
export function planTexts(texts: Texts, plan: Plan, agreedOn: Day, today: Day | null = agreedOn): PlanTexts {
  const { values, plan: words } = texts;
  const payments = plannedPayments(plan, agreedOn);
  const due = dueAtOnce(plan, agreedOn);
  return {
    sentence: sentenceOf({ texts, today }, plan, payments),
    dueNow: due && values.money(due),
    facts: factsOf(texts, plan, payments, agreedOn),
    payments: payments.map(({ date, amount }) => ({ date: values.day(date), amount: values.money(amount) })),
    listLabel: (hasEnd(plan) ? words.listOfAll : words.listOfFirst)(payments.length),
  };
}

/** How days are written, and in which language. */
interface Reading {
  readonly texts: Texts;
  readonly today: Day | null;
}

function hasEnd(plan: Plan): boolean {
  return plan.type === 'variable' || plan.instalments !== null;
}

function sentenceOf(reading: Reading, plan: Plan, payments: readonly PlannedPayment[]): string {
  const words = reading.texts.plan;
  const [first, second] = payments;
  const last = payments.at(-1);
  if (!first || !last) return '';
  if (!hasEnd(plan) && plan.type === 'fixed') return words.withoutEnd(opening(reading, plan, first));
  if (!second) return words.once(amountWhen(reading, first));
  const all =
    plan.type === 'variable'
      ? words.firstAndLast(payments.length, amountWhen(reading, first), amountWhen(reading, last))
      : limitedSentence(reading, plan, payments);
  return words.inTotal(all, totalText(reading.texts, plan, payments));
}

/** A few payments are named one by one, many by their rhythm. */
function limitedSentence(reading: Reading, plan: FixedPlan, payments: readonly PlannedPayment[]): string {
  const { plan: words, values } = reading.texts;
  const [first] = payments;
  const last = payments.at(-1);
  if (!first || !last) return '';
  if (payments.length <= FEW) return words.oneByOne(payments.map((payment) => amountWhen(reading, payment)));
  const start = opening(reading, plan, first);
  return isLikeTheOthers(plan, last, payments.length, first)
    ? words.allAlike(start, payments.length, values.day(last.date))
    : words.withAnotherLast(start, amountWhen(reading, last), payments.length);
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
function opening(reading: Reading, plan: FixedPlan, first: PlannedPayment): string {
  const { plan: words, values } = reading.texts;
  const start = amountWhen(reading, first);
  return first.amount.minor === plan.amount.minor
    ? words.likeTheFirst(start, rhythm(words, plan, first.date))
    : words.unlikeTheFirst(start, values.money(plan.amount), rhythm(words, plan, first.date));
}

function amountWhen({ texts: { plan, values }, today }: Reading, { date, amount }: PlannedPayment): string {
  const sum = values.money(amount);
  return date === today ? plan.amountToday(sum) : values.amountOn(sum, values.day(date));
}

/** Every month has this day; what begins later in a month moves in shorter ones. */
const LAST_DAY_OF_ALL_MONTHS = 28;

function rhythm(words: Texts['plan'], { frequency, every }: FixedPlan, start: Day): string {
  const regular = words.rhythm(every, frequency);
  const moves = frequency === 'months' && Number(start.slice(-2)) > LAST_DAY_OF_ALL_MONTHS;
  return moves ? words.lastDayOfShortMonths(regular) : regular;
}

function factsOf(
  texts: Texts,
  plan: Plan,
  payments: readonly PlannedPayment[],
  today: Day,
): PlanTexts['facts'] {
  const { facts } = texts.plan;
  const last = payments.at(-1);
  const due = dueAtOnce(plan, today);
  const next = due ? payments[1] : payments[0];
  const lastDay = last && payments.length > 1 ? texts.values.day(last.date) : '';
  const all = [
    { label: facts.today, value: due ? '' : facts.onlyChecked },
    {
      label: due ? facts.nextPayment : facts.firstPayment,
      value: next ? amountWhen({ texts, today }, next) : '',
    },
    ...(hasEnd(plan)
      ? [
          { label: facts.payments, value: String(payments.length) },
          { label: facts.lastPayment, value: lastDay },
          { label: facts.total, value: totalText(texts, plan, payments) },
        ]
      : [{ label: facts.ends, value: facts.whenStopped }]),
  ];
  return all.filter(({ value }) => value !== '');
}

function totalText({ values }: Texts, plan: Plan, payments: readonly PlannedPayment[]): string {
  return values.money(sumOf(payments, currencyOf(plan)));
}

function sumOf(payments: readonly { readonly amount: Money }[], currency: string): Money {
  return money(
    payments.reduce((sum, { amount }) => sum + amount.minor, 0),
    currency,
  );
}
