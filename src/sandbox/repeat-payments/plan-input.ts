import { moneyFromDecimal, type Money } from '../../kernel/money';
import type { Problem } from '../cards/payment-call';
import { fieldsFrom, flagOf, textOf, wholeNumberOf, type Fields } from '../edge/fields';
import { dayAfter, dayFrom, FREQUENCIES, type Day } from './dates';
import type { Plan } from './schedule';

const MOST_INSTALMENTS = 300;

type PlanResult = { readonly plan: Plan } | { readonly problems: readonly Problem[] };

const problem = (field: string, message: string): PlanResult => ({ problems: [{ field, message }] });

/** What is to be paid when, or what is wrong with it. */
export function planFrom(fields: Fields, currency: string, today: Day): PlanResult {
  const type = textOf(fields, 'payment_type');
  if (type === 'fixed_schedule') return fixedPlan(fields, currency, today);
  if (type === 'variable_schedule') return variablePlan(fields, currency, today);
  return problem('payment_type', 'Payment type is required');
}

function fixedPlan(fields: Fields, currency: string, today: Day): PlanResult {
  const frequency = FREQUENCIES.find((each) => each === textOf(fields, 'frequency'));
  if (!frequency) return problem('frequency', 'Frequency is required');
  const every = wholeNumberOf(fields, 'frequency_duration');
  if (!every) return problem('frequency_duration', 'Frequency duration is required');
  const recurring = amountIn(fields, 'recurring_amount', currency);
  if (!recurring) return problem('recurring_amount', 'Recurring amount is required');
  const startText = textOf(fields, 'start_payment_date');
  const start = startText === '' ? today : dayFrom(startText);
  if (!start || start < today)
    return problem('start_payment_date', 'Start payment date must be today or later');
  const count = countFrom(fields);
  if (count === 'invalid') return problem('installments', 'Installments must be between 1 and 300');
  const first = amountIn(fields, 'first_amount', currency) ?? recurring;
  const final = amountIn(fields, 'final_amount', currency) ?? recurring;
  const finalDay = finalDayFrom(fields);
  const lastButOne = dayAfter(start, frequency, Math.max(0, (count ?? 1) - 2) * every);
  if (finalDay === undefined || (finalDay !== null && (finalDay <= start || finalDay <= lastButOne))) {
    return problem('final_payment_date', 'Final payment date must be after the payment before it');
  }
  return {
    plan: { type: 'fixed_schedule', frequency, every, start, first, recurring, final, finalDay, count },
  };
}

function variablePlan(fields: Fields, currency: string, today: Day): PlanResult {
  const entries = scheduleSetFrom(fields, currency);
  if (!entries || entries.length < 2)
    return problem('schedule_set', 'Schedule set must have at least two payments');
  if (entries.some(({ day }) => day < today))
    return problem('schedule_set', 'Payment dates must be today or later');
  return { plan: { type: 'variable_schedule', entries } };
}

/** `{date: amount}`, or `schedule_set[date]=amount` in a form; the order is kept. @returns null when an entry cannot be read */
export function scheduleSetFrom(fields: Fields, currency: string): { day: Day; amount: Money }[] | null {
  const nested = Object.entries(fieldsFrom(fields['schedule_set']));
  const flat = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    const [, date] = /^schedule_set\[([^\]]+)\]$/.exec(name) ?? [];
    return date === undefined ? [] : [[date, value]];
  });
  const entries: { day: Day; amount: Money }[] = [];
  for (const [date, value] of nested.length > 0 ? nested : flat) {
    const day = dayFrom(date);
    const amount = moneyFromDecimal(value, currency);
    if (!day || !amount || amount.minor < 1) return null;
    entries.push({ day, amount });
  }
  return entries;
}

function amountIn(fields: Fields, name: string, currency: string): Money | null {
  const amount = moneyFromDecimal(fields[name], currency);
  return amount && amount.minor > 0 ? amount : null;
}

function countFrom(fields: Fields): number | null | 'invalid' {
  if (!flagOf(fields, 'is_limited_installments')) return null;
  const count = wholeNumberOf(fields, 'installments');
  return count === null || count < 1 || count > MOST_INSTALMENTS ? 'invalid' : count;
}

/** @returns null when there is none, undefined when it cannot be read */
function finalDayFrom(fields: Fields): Day | null | undefined {
  const text = textOf(fields, 'final_payment_date');
  return text === '' ? null : (dayFrom(text) ?? undefined);
}
