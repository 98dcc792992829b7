import { decimalOf, type Money } from '../../money';
import type { World } from '../world';
import { wireDay, type Day } from './dates';
import type { Instalment, Schedule } from './schedule';
import { shownState } from './shown-state';

type Writing = Pick<World, 'ledger' | 'switches'>;

/** As POST and the list give it. */
export function wireSchedule(writing: Writing, schedule: Schedule): object {
  return { ...start(schedule), postcode: postcodeOf(schedule), ...rest(writing, schedule, 'currency') };
}

/** As GET gives it: there the postcode has a capital letter, and in the documentation the currency as well. */
export function wireScheduleOfGet(writing: Writing, schedule: Schedule): object {
  const currencyKey = isDocumented(writing) ? 'Currency' : 'currency';
  return { ...start(schedule), Postcode: postcodeOf(schedule), ...rest(writing, schedule, currencyKey) };
}

function start({ id, plan, status, terms }: Schedule): object {
  const { customer, reference } = terms;
  return {
    id,
    payment_type: plan.type,
    status,
    customer_name: customer.name,
    customer_email: customer.email,
    reference,
    address: customer.address || null,
  };
}

function postcodeOf({ terms }: Schedule): string | null {
  return terms.customer.postcode || null;
}

/** What was recorded has less in it than what is documented, and writes it differently. */
function isDocumented({ switches }: Writing): boolean {
  return switches.now.repeatBody === 'documented';
}

function rest(writing: Writing, schedule: Schedule, currencyKey: 'currency' | 'Currency'): object {
  const { plan, status, terms, instalments } = schedule;
  const documented = isDocumented(writing);
  const shown = documented ? instalments : instalments.filter(({ state }) => state !== 'Removed');
  const isActive = status === 'Active' || status === 'Pending';
  return {
    [currencyKey]: terms.currency,
    ...days(plan, instalments),
    ...(plan.type === 'fixed_schedule' && {
      recurring_amount: wireAmount(writing, plan.recurring),
      is_limited_installments: plan.count !== null,
      installments: plan.count,
    }),
    ...(documented && frequencyOf(plan)),
    is_active: documented ? String(isActive) : isActive,
    recurring_data: shown.map((each, index) => wireInstalment(writing, each, index)),
  };
}

/** With dd-mm-yyyy, unlike the instalments; for a variable schedule the first and the last that were sent, in any order. */
function days(plan: Schedule['plan'], instalments: readonly Instalment[]): object {
  const first = instalments.at(0)?.day;
  const last = instalments.at(-1)?.day;
  const goesOn = plan.type === 'fixed_schedule' && plan.count === null;
  return {
    start_payment_date: first === undefined ? null : wireDay(first),
    final_payment_date: last === undefined || goesOn ? null : wireDay(finalDay(plan, last)),
  };
}

/** A long schedule is not written out to its end. */
function finalDay(plan: Schedule['plan'], lastWritten: Day): Day {
  return plan.type === 'fixed_schedule' && plan.finalDay !== null ? plan.finalDay : lastWritten;
}

function frequencyOf(plan: Schedule['plan']): object {
  if (plan.type === 'variable_schedule') return { frequency: 'N/A', frequency_duration: 'N/A' };
  return { frequency: plan.frequency, frequency_duration: plan.every };
}

/** `processed_amount` is there for future ones as well. */
function wireInstalment(writing: Writing, instalment: Instalment, index: number): object {
  const { id, day, amount, state, xref } = instalment;
  const documented = isDocumented(writing);
  return {
    recurring_id: id,
    payment_date: documented ? wireDay(day) : day,
    processed_amount: wireAmount(writing, amount),
    is_processed: state === 'Captured' || state === 'Refunded',
    xref,
    ...(documented && { reference: `Payment ${index + 1}`, status: shownState(writing.ledger, instalment) }),
  };
}

/** Texts were recorded, numbers are documented. */
function wireAmount(writing: Writing, amount: Money): string | number {
  return isDocumented(writing) ? Number(decimalOf(amount)) : decimalOf(amount);
}
