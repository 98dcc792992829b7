import { decimalOf } from '../../money';
import type { Settings } from '../settings';
import { wireDay } from './dates';
import type { Instalment, Schedule } from './schedule';

/** The body has more keys in the documentation than it had on the wire. */
type Body = Settings['repeatBody'];

/** As POST and the list give it. */
export function wireSchedule(schedule: Schedule, body: Body): object {
  const { customer } = schedule.terms;
  return {
    ...start(schedule),
    address: customer.address || null,
    postcode: customer.postcode || null,
    ...rest(schedule, body),
  };
}

/** As GET gives it: there the postcode has a capital letter. */
export function wireScheduleOfGet(schedule: Schedule, body: Body): object {
  const { customer } = schedule.terms;
  return {
    ...start(schedule),
    address: customer.address || null,
    Postcode: customer.postcode || null,
    ...rest(schedule, body),
  };
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
  };
}

function rest({ plan, status, terms, instalments }: Schedule, body: Body): object {
  const shown = body === 'documented' ? instalments : instalments.filter(({ state }) => state !== 'Removed');
  return {
    currency: terms.currency,
    ...days(plan, instalments),
    ...(plan.type === 'fixed_schedule' && {
      recurring_amount: decimalOf(plan.recurring),
      is_limited_installments: plan.count !== null,
      installments: plan.count,
    }),
    ...(body === 'documented' && frequencyOf(plan)),
    is_active: status === 'Active' || status === 'Pending',
    recurring_data: shown.map((each, index) => wireInstalment(each, index, body)),
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
function finalDay(plan: Schedule['plan'], lastWritten: string): string {
  return plan.type === 'fixed_schedule' && plan.finalDay !== null ? plan.finalDay : lastWritten;
}

function frequencyOf(plan: Schedule['plan']): object {
  if (plan.type === 'variable_schedule') return { frequency: 'N/A', frequency_duration: 'N/A' };
  return { frequency: plan.frequency, frequency_duration: plan.every };
}

/** `processed_amount` is there for future ones as well. */
function wireInstalment({ id, day, amount, state, xref }: Instalment, index: number, body: Body): object {
  return {
    recurring_id: id,
    payment_date: day,
    processed_amount: decimalOf(amount),
    is_processed: state === 'Captured' || state === 'Refunded',
    xref,
    ...(body === 'documented' && { reference: `Payment ${index + 1}`, status: state }),
  };
}
