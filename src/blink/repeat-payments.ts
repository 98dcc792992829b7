import type { Answer } from './answer';
import type { Api } from './api';
import type { BankRules } from './bank-address';
import type { ReadUrgency } from './blink';
import { browserHeaders } from './browser-headers';
import { BlinkNotAsked, BlinkRefused, ScheduleNotFound } from './errors';
import type { RepeatPaymentCalls, ScheduleKey } from './repeat-payment';
import { scheduleFrom } from './schedule';
import { scheduleAnswerFrom } from './schedule-answer';
import { scheduleBody, wireTypeOf } from './schedule-body';
import { findByReferences } from './schedule-list';
import { createScheduleMoves } from './schedule-moves';
import { isTransactionId } from './transaction-id';

const CREATE = 'POST repeat-payments';
const GET = 'GET repeat-payments/{id}';

/** @see https://api-docs.blinkpayment.co.uk/docs/create-repeat-payment */
export function createRepeatPayments(api: Api, banks: BankRules): RepeatPaymentCalls {
  return {
    async create(schedule) {
      const { card } = schedule;
      if (card.kind === 'of_transaction' && !isTransactionId(card.transactionId)) {
        throw new BlinkNotAsked(CREATE, 'that is no transaction id');
      }
      const reply = await api.moveMoney({
        what: CREATE,
        method: 'POST',
        path: 'repeat-payments',
        headers: card.kind === 'customer_present' ? browserHeaders(card.browser) : {},
        body: scheduleBody(schedule),
      });
      if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
      return scheduleAnswerFrom(reply.status, reply.text, { ...banks, what: CREATE, asked: schedule });
    },
    async get(key, currency, urgency = 'verify') {
      const { json } = await lookUp(api, key, urgency);
      return scheduleFrom(GET, json, key, currency);
    },
    findByReferences: async (type, references, currency, urgency = 'verify') =>
      findByReferences(api, { type, references, currency }, urgency),
    ...createScheduleMoves(api),
  };
}

async function lookUp(api: Api, key: ScheduleKey, urgency: ReadUrgency): Promise<Answer> {
  if (!Number.isSafeInteger(key.id) || key.id <= 0) throw new ScheduleNotFound(key);
  const path = `repeat-payments/${key.id}?payment_type=${wireTypeOf(key.type)}`;
  try {
    return await api.read({ what: GET, path, urgency });
  } catch (error) {
    if (error instanceof BlinkRefused && error.httpStatus === 404) throw new ScheduleNotFound(key);
    throw error;
  }
}
