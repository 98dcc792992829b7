import { decimalOf, type Money } from '../../kernel/money';
import { paymentTokenOf } from '../cards/vault';
import type { World } from '../world';
import { wireDay, type Day } from './dates';
import type { Instalment, Schedule, Terms } from './schedule';
import { shownState } from './shown-state';

type Writing = Pick<World, 'ledger' | 'switches'>;

/** As POST gives it: the only answer in which a currency was recorded. */
export function wireSchedule(writing: Writing, schedule: Schedule): object {
  return { ...start(schedule), postcode: postcodeOf(schedule), ...rest(writing, schedule, 'currency') };
}

/** As the list gives it. */
export function wireScheduleOfList(writing: Writing, schedule: Schedule): object {
  const currencyKey = isDocumented(writing) ? 'currency' : null;
  return { ...start(schedule), postcode: postcodeOf(schedule), ...rest(writing, schedule, currencyKey) };
}

/** As GET gives it: there the postcode has a capital letter, and in the documentation the currency as well. */
export function wireScheduleOfGet(writing: Writing, schedule: Schedule): object {
  const currencyKey = isDocumented(writing) ? 'Currency' : null;
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

function rest(writing: Writing, schedule: Schedule, currencyKey: 'currency' | 'Currency' | null): object {
  const { plan, status, terms, instalments } = schedule;
  const documented = isDocumented(writing);
  const shown = documented ? instalments : instalments.filter(({ state }) => state !== 'Removed');
  const isActive = (status === 'Active' || status === 'Pending') && schedule.replacedBy === null;
  return {
    ...(currencyKey !== null && { [currencyKey]: terms.currency }),
    ...days(plan, instalments),
    ...(plan.type === 'fixed_schedule'
      ? {
          recurring_amount: wireAmount(writing, plan.recurring),
          is_limited_installments: plan.count !== null,
          installments: plan.count,
        }
      : { recurring_amount: null, is_limited_installments: false, installments: null }),
    ...(documented && frequencyOf(plan)),
    is_active: documented ? String(isActive) : isActive,
    recurring_data: shown.map((each, index) => wireInstalment(writing, each, index, terms.card)),
    ...(schedule.replaces !== null && { parent: relative(schedule.replaces) }),
    ...(schedule.replacedBy !== null && { child: relative(schedule.replacedBy) }),
  };
}

function relative(schedule: Schedule): object {
  return { ...start(schedule), Postcode: postcodeOf(schedule) };
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
function wireInstalment(
  writing: Writing,
  instalment: Instalment,
  index: number,
  card: Terms['card'],
): object {
  const { id, day, amount, state, xref } = instalment;
  const documented = isDocumented(writing);
  return {
    recurring_id: id,
    payment_date: documented ? wireDay(day) : day,
    processed_amount: wireAmount(writing, amount),
    is_processed: state === 'Captured' || state === 'Refunded',
    ...(writing.switches.now.repeatBody === 'recorded-2023'
      ? { card_token: paymentTokenOf(card) }
      : { xref }),
    ...(documented && { reference: `Payment ${index + 1}`, status: shownState(writing.ledger, instalment) }),
  };
}

/** Texts were recorded, numbers are documented. */
function wireAmount(writing: Writing, amount: Money): string | number {
  return isDocumented(writing) ? Number(decimalOf(amount)) : decimalOf(amount);
}
