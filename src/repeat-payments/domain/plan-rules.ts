import type { FieldError } from '../../kernel/errors';
import type { Money } from '../../kernel/money';
import { obstacleTo } from '../../payments/method-limits';
import { dayAfter, type Day, type Frequency } from './days';
import type { FixedPlan, Plan, VariablePlan } from './plan';

export const MOST_PAYMENTS = 300;
/** A day further away is taken for a typing error. */
const MOST_YEARS_AHEAD = 5;
/** A plan that ends has its last payment within this time after its first. */
export const MOST_YEARS = 50;
const MOST_STEPS: Readonly<Record<Frequency, number>> = {
  days: MOST_YEARS * 365,
  weeks: MOST_YEARS * 52,
  months: MOST_YEARS * 12,
};

/**
 * What Blink would refuse in a plan, found before the customer is asked; each problem with its field's name in the API.
 * @param today the day on which the customer would agree
 */
export function planProblems(plan: Plan, today: Day): readonly FieldError[] {
  return plan.type === 'fixed' ? fixedProblems(plan, today) : variableProblems(plan, today);
}

function fixedProblems(plan: FixedPlan, today: Day): readonly FieldError[] {
  const { amount, firstAmount, finalAmount, startDate, instalments } = plan;
  const isLimited = instalments !== null;
  return [
    ...amountProblems('amount', amount),
    ...(firstAmount ? amountProblems('first_amount', firstAmount) : []),
    ...(finalAmount ? amountProblems('final_amount', finalAmount) : []),
    ...(startDate ? dayProblems('start_date', startDate, today) : []),
    ...when(
      finalAmount !== null && !isLimited,
      'final_amount',
      'needs a number of `instalments`: a plan without an end has no last payment',
    ),
    ...when(
      finalAmount !== null && instalments === 1,
      'final_amount',
      'needs at least 2 `instalments`: of one payment the amount is `first_amount`',
    ),
    ...(isTooLong(plan)
      ? [problem('instalments', `must come to an end within ${MOST_YEARS} years of the first payment`)]
      : finalDateProblems(plan, startDate ?? today)),
  ];
}

/** Counts payments and no days, since dates far in the future cannot be computed. */
function isTooLong({ instalments, finalDate, frequency, every }: FixedPlan): boolean {
  const counted = (instalments ?? 1) - (finalDate ? 2 : 1);
  return counted * every > MOST_STEPS[frequency];
}

function finalDateProblems(plan: FixedPlan, start: Day): readonly FieldError[] {
  const { finalDate, instalments, frequency, every } = plan;
  if (!finalDate) return [];
  if (instalments === null)
    return [
      problem('final_date', 'needs a number of `instalments`: a plan without an end has no last payment'),
    ];
  if (instalments === 1)
    return [problem('final_date', 'needs at least 2 `instalments`: one payment is due on `start_date`')];
  if (finalDate <= start) return [problem('final_date', `must be after the start, ${start}`)];
  if (finalDate > dayAfter(start, 'months', 12 * MOST_YEARS))
    return [problem('final_date', `must be within ${MOST_YEARS} years of the first payment`)];
  const lastButOne = dayAfter(start, frequency, (instalments - 2) * every);
  return when(finalDate <= lastButOne, 'final_date', `must be after the payment before it, on ${lastButOne}`);
}

function variableProblems({ entries }: VariablePlan, today: Day): readonly FieldError[] {
  const dates = entries.map(({ date }) => date);
  return [
    ...when(entries.length < 2, 'schedule', 'must have at least 2 payments'),
    ...when(entries.length > MOST_PAYMENTS, 'schedule', `must have at most ${MOST_PAYMENTS} payments`),
    ...entries.flatMap(({ date, amount }, index) => [
      ...dayProblems(`schedule.${index}.date`, date, today),
      ...when(
        dates.indexOf(date) < index,
        `schedule.${index}.date`,
        'is there twice: Blink takes one payment a day',
      ),
      ...amountProblems(`schedule.${index}.amount`, amount),
    ]),
  ];
}

function dayProblems(field: string, day: Day, today: Day): readonly FieldError[] {
  return [
    ...when(day < today, field, `must not be in the past: today is ${today}`),
    ...when(
      day > dayAfter(today, 'months', 12 * MOST_YEARS_AHEAD),
      field,
      `must be within ${MOST_YEARS_AHEAD} years`,
    ),
  ];
}

/** Each payment must be possible by card. */
function amountProblems(field: string, amount: Money): readonly FieldError[] {
  const obstacle = obstacleTo('card', amount, null);
  return obstacle ? [problem(field, obstacle.text)] : [];
}

function when(isWrong: boolean, field: string, message: string): readonly FieldError[] {
  return isWrong ? [problem(field, message)] : [];
}

function problem(field: string, message: string): FieldError {
  return { field, message };
}

/**
 * The last day on which the customer can agree to a plan, given one on which they can: a day later its dates would be in the past, or
 * in the wrong order.
 */
export function lastDayToAgree(plan: Plan, today: Day, atMost: Day): Day {
  let day = today;
  for (let next = dayAfter(day, 'days', 1); next <= atMost && planProblems(plan, next).length === 0;) {
    day = next;
    next = dayAfter(day, 'days', 1);
  }
  return day;
}
