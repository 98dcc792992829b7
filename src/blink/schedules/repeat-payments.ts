import type { Clock } from '../../kernel/clock';
import type { Answer } from '../transport/answer';
import type { Api } from '../transport/api';
import type { BankRules } from '../wire/bank-address';
import { browserHeaders } from '../wire/browser-headers';
import { BlinkNotAsked, BlinkRefused, ScheduleNotFound } from '../errors';
import { RecentWalks, type IdsByReference } from './recent-walks';
import type { BlinkSchedule, ListedSchedules, RepeatPaymentCalls, ScheduleKey } from './repeat-payment';
import { scheduleFrom } from './schedule';
import { scheduleAnswerFrom } from './schedule-answer';
import { scheduleBody, wireTypeOf } from './schedule-body';
import { findByReferences, type ListQuery } from './schedule-list';
import { createScheduleOperations } from './schedule-operations';
import { isTransactionId } from '../wire/transaction-id';
import type { ReadUrgency } from '../payments/transaction';

const CREATE = 'POST repeat-payments';
const GET = 'GET repeat-payments/{id}';

/** @see https://api-docs.blinkpayment.co.uk/docs/create-repeat-payment */
export function createRepeatPayments(api: Api, banks: BankRules, clock: Clock): RepeatPaymentCalls {
  const walks = new RecentWalks(clock);
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
      walks.forget();
      if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
      return scheduleAnswerFrom(reply.status, reply.text, { ...banks, what: CREATE, asked: schedule });
    },
    get: (key, currency, urgency = 'verify') => read(api, key, currency, urgency),
    findByReferences: async (type, references, currency, urgency = 'verify', sharing = 'own_walk') => {
      const query = { type, references, currency };
      const recent = sharing === 'any_recent_walk' ? walks.find(type) : null;
      if (recent) return listedIn(api, await recent, query);
      const walking = findByReferences(api, query, urgency);
      walks.begin(
        type,
        walking.then(({ ids }) => ids),
      );
      const { found, gap } = await walking;
      return { found, gap };
    },
    ...createScheduleOperations(api),
  };
}

/**
 * The schedules that another caller's walk has found, each read anew. That walk began before this call, so a schedule that it has not
 * found may exist all the same: the result has a gap.
 */
async function listedIn(
  api: Api,
  ids: IdsByReference,
  { type, references, currency }: ListQuery,
): Promise<ListedSchedules> {
  const found: BlinkSchedule[] = [];
  for (const id of new Set(references.flatMap((reference) => ids.get(reference) ?? [])))
    found.push(await read(api, { type, id }, currency, 'look'));
  const isWhole = references.every((wanted) => found.some(({ reference }) => reference === wanted));
  return { found, gap: isWhole ? null : 'a list that was read a moment ago' };
}

async function read(
  api: Api,
  key: ScheduleKey,
  currency: string,
  urgency: ReadUrgency,
): Promise<BlinkSchedule> {
  const { json } = await lookUp(api, key, urgency);
  return scheduleFrom(GET, json, key, currency);
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
