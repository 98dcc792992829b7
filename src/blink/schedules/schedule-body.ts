import type { FieldError } from '../../kernel/errors';
import { InvalidInput } from '../../kernel/errors';
import type { Money } from '../../kernel/money';
import { deviceFields } from '../wire/browser-headers';
import type { FixedPlan, IsoDay, NewSchedule, ScheduleType, VariablePlan } from './repeat-payment';
import { fold } from '../wire/statuses';
import { wireAmount } from '../wire/wire-amount';
import { dayFrom, wireDay } from '../wire/wire-days';

const ECOM = 1;
const MOTO = 2;

const WIRE_TYPES: Readonly<Record<ScheduleType, string>> = {
  fixed: 'fixed_schedule',
  variable: 'variable_schedule',
};

/** Blink's `payment_type`, which belongs to the key of every schedule. */
export function wireTypeOf(type: ScheduleType): string {
  return WIRE_TYPES[type];
}

/** Whether an answer names the other type: the number 12 may exist twice. An unknown word names neither type. */
export function isOfOtherType(word: unknown, type: ScheduleType): boolean {
  const other = type === 'fixed' ? 'variable' : 'fixed';
  return typeof word === 'string' && word.length <= 64 && fold(word).startsWith(other);
}

/**
 * The body of POST repeat-payments.
 * @throws InvalidInput in the words of our own API, before anything is sent
 */
export function scheduleBody(schedule: NewSchedule): object {
  const { plan, payer } = schedule;
  return {
    payment_type: wireTypeOf(plan.type),
    payment_intent: schedule.intentReference,
    ...cardFields(schedule),
    ...(payer.name ? { customer_name: payer.name } : {}),
    ...(payer.email ? { customer_email: payer.email } : {}),
    ...(payer.address ? { customer_address: payer.address } : {}),
    ...(payer.postcode ? { customer_postcode: payer.postcode } : {}),
    reference: schedule.reference,
    currency: schedule.currency,
    ...(plan.type === 'fixed'
      ? fixedFields(plan, schedule.currency)
      : variableFields(plan, schedule.currency)),
  };
}

/** With an earlier payment's card nobody is at a browser: the call is then of the same kind as by telephone. */
function cardFields({ card }: NewSchedule): object {
  switch (card.kind) {
    case 'customer_present':
      return { paymentToken: card.paymentToken, type: ECOM, ...deviceFields(card.browser) };
    case 'by_phone':
      return { paymentToken: card.paymentToken, type: MOTO };
    case 'of_transaction':
      return { transaction_id: card.transactionId, type: MOTO };
    default:
      return card satisfies never;
  }
}

function fixedFields(plan: FixedPlan, currency: string): object {
  const { firstAmount, finalAmount, startDate, finalDate, instalments } = plan;
  return {
    frequency: plan.frequency,
    frequency_duration: plan.every,
    ...(startDate === null ? {} : { start_payment_date: dayAt('start_date', startDate) }),
    ...(firstAmount === null ? {} : { first_amount: amountAt('first_amount', firstAmount, currency) }),
    recurring_amount: amountAt('amount', plan.amount, currency),
    ...(finalAmount === null ? {} : { final_amount: amountAt('final_amount', finalAmount, currency) }),
    is_limited_installments: instalments !== null,
    ...(instalments === null ? {} : { installments: instalments }),
    ...(finalDate === null ? {} : { final_payment_date: dayAt('final_date', finalDate) }),
  };
}

/** Blink expects an object whose keys are the days, so a second payment on one day would replace the first. */
function variableFields({ entries }: VariablePlan, currency: string): object {
  const amounts = new Map<string, number>();
  for (const [index, { date, amount }] of entries.entries()) {
    const day = dayAt(`schedule.${index}.date`, date);
    if (amounts.has(day))
      throw invalid({ field: `schedule.${index}.date`, message: 'has a payment already' });
    amounts.set(day, amountAt(`schedule.${index}.amount`, amount, currency));
  }
  return { schedule_set: Object.fromEntries(amounts) };
}

function amountAt(field: string, amount: Money, currency: string): number {
  if (amount.currency !== currency) throw invalid({ field, message: `must be in ${currency}` });
  return wireAmount(amount, field);
}

function dayAt(field: string, day: IsoDay): string {
  if (dayFrom(day) !== day) throw invalid({ field, message: 'must be a day, as in 2026-12-31' });
  return wireDay(day);
}

function invalid(error: FieldError): InvalidInput {
  return new InvalidInput([error]);
}
