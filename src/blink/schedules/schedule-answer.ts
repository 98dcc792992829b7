import type { BankRules } from '../wire/bank-address';
import type { JsonObject } from '../wire/json';
import { isJsonObject, parsedJson, valueAt } from '../wire/json';
import { saysNo } from '../payments/operation-verdict';
import { paymentAnswerFrom } from '../payments/payment-answer';
import { refusalFrom } from '../wire/refusal';
import type { BlinkSchedule, NewSchedule, ScheduleAnswer } from './repeat-payment';
import { isSamePage, queryOf } from '../payments/return-address';
import { hintFromReturn } from '../wire/return-query';
import { nameTagFrom, scheduleFrom } from './schedule';
import { isOfOtherType } from './schedule-body';
import { meaningOfSchedule } from './schedule-statuses';

export interface ScheduleContext extends BankRules {
  readonly what: string;
  readonly asked: NewSchedule;
}

/**
 * Interprets the answer to a new schedule. Recorded: 201 with the schedule, or 200 with the bank's form when the customer is
 * present; documented: 201 with the schedule in every case. Other answers are read as those to any card payment.
 */
export function scheduleAnswerFrom(
  status: number,
  bodyText: string,
  context: ScheduleContext,
): ScheduleAnswer {
  const body = parsedJson(bodyText);
  if (isJsonObject(body)) {
    const answer = scheduleIn(status, body, context) ?? scheduleAtReturn(status, body, context);
    if (answer) return answer;
  }
  const { loopbackBanks, asked } = context;
  const answer = paymentAnswerFrom(status, bodyText, {
    method: 'card',
    returnUrl: asked.returnUrl,
    loopbackBanks,
  });
  if (answer.kind === 'named') return named(null, answer.transactionId);
  return answer.kind === 'bank_page' ? unknown('foreign_url') : answer;
}

/** Reads a success with an id. Anything in the same answer that contradicts it makes the outcome unknown. */
function scheduleIn(
  status: number,
  body: JsonObject,
  { what, asked }: ScheduleContext,
): ScheduleAnswer | null {
  if (!isSuccess(status) || valueAt(body, 'id') === undefined) return null;
  if (refusalFrom(body).saysError || saysNo(body)) return unknown('schedule_with_error');
  const others = ['acsform', 'url', 'redirect_url'].map((key) => valueAt(body, key));
  if (others.some(Boolean)) return unknown('schedule_with_way_on');
  const { id, reference } = nameTagFrom(body);
  if (id === null) return unknown('unreadable_schedule');
  if (reference !== null && reference !== asked.reference) return unknown('other_reference');
  const { type } = asked.plan;
  if (isOfOtherType(valueAt(body, 'payment_type'), type)) return unknown('other_type');
  const schedule = scheduleFrom(what, body, { type, id }, asked.currency);
  return schedule.reference === asked.reference && isWhole(schedule)
    ? { kind: 'created', schedule }
    : named(id, null);
}

/** Whether the answer shows the schedule: those of 2023 had only an id and a status that no schedule has. */
function isWhole({ status, unclear }: BlinkSchedule): boolean {
  return unclear.length === 0 && meaningOfSchedule(status) !== 'unknown';
}

/** Reads the customer's return address, which contains the encoded number of the schedule. */
function scheduleAtReturn(
  status: number,
  body: JsonObject,
  { asked }: ScheduleContext,
): ScheduleAnswer | null {
  const url = valueAt(body, 'url');
  if (typeof url !== 'string' || !URL.canParse(url) || !isSamePage(new URL(url), asked.returnUrl))
    return null;
  const { transactionId, scheduleId } = hintFromReturn(queryOf(new URL(url)));
  if (typeof scheduleId !== 'string') return null;
  if (!isSuccess(status) || refusalFrom(body).saysError) return unknown('schedule_with_error');
  return named(Number(scheduleId), transactionId);
}

function named(scheduleId: number | null, transactionId: string | null): ScheduleAnswer {
  return { kind: 'named', scheduleId, transactionId };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function unknown(cause: string): ScheduleAnswer {
  return { kind: 'unknown', cause };
}
