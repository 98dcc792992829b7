import type { Api } from '../transport/api';
import type { ChangingCall } from '../transport/bearer-request';
import { BlinkNotAsked } from '../errors';
import type { Asked } from '../payments/operation-verdict';
import { operationVerdictFrom, saysYes } from '../payments/operation-verdict';
import type { RepeatPaymentCalls, ScheduleKey, ScheduleOperationAnswer } from './repeat-payment';
import { wireTypeOf } from './schedule-body';

type Operations = Pick<
  RepeatPaymentCalls,
  'cancelAll' | 'cancelOne' | 'refundOne' | 'retryOne' | 'updateCard'
>;

interface Operation {
  readonly method: ChangingCall['method'];
  /** The path below `repeat-payments`; empty for the schedule itself. */
  readonly action: '' | 'cancel' | 'retry' | 'card';
  readonly body: object;
  readonly asked: Asked;
}

/**
 * The type and the payment are named in the body, a DELETE's as well. A call that reaches Blink without its body then names no type and
 * is refused; with the type in the address, it would cancel the whole schedule.
 * @see https://api-docs.blinkpayment.co.uk/docs/manage-repeat-payments
 */
export function createScheduleOperations(api: Api): Operations {
  const operate = async (
    key: ScheduleKey,
    { method, action, body, asked }: Operation,
  ): Promise<ScheduleOperationAnswer> => {
    const below = action === '' ? 'repeat-payments' : `repeat-payments/${action}`;
    const what = `${method} ${below}/{id}`;
    const path = `${below}/${wholeNumber(what, 'schedule', key.id)}`;
    const reply = await api.moveMoney({
      what,
      method,
      path,
      body: { payment_type: wireTypeOf(key.type), ...body },
    });
    if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
    return operationAnswerFrom(reply.status, reply.text, asked);
  };
  return {
    cancelAll: async (key) => operate(key, { method: 'DELETE', action: '', body: {}, asked: 'blink' }),
    cancelOne: async (key, recurringId) => {
      const body = paymentNamed('DELETE repeat-payments/{id}', recurringId);
      return operate(key, { method: 'DELETE', action: '', body, asked: 'blink' });
    },
    refundOne: async (key, recurringId) => {
      const named = paymentNamed('DELETE repeat-payments/cancel/{id}', recurringId);
      // Blink's own example spells the key so. Both spellings are sent: without the one that Blink reads, another payment is refunded.
      const body = { ...named, reccuring_id: recurringId };
      return operate(key, { method: 'DELETE', action: 'cancel', body, asked: 'blink' });
    },
    retryOne: async (key, recurringId) => {
      const body = paymentNamed('POST repeat-payments/retry/{id}', recurringId);
      return operate(key, { method: 'POST', action: 'retry', body, asked: 'the_bank' });
    },
    updateCard: async (key, paymentToken) => {
      if (paymentToken === '') throw new BlinkNotAsked('POST repeat-payments/card/{id}', 'there is no card');
      return operate(key, { method: 'POST', action: 'card', body: { paymentToken }, asked: 'blink' });
    },
  };
}

/** Only `success` says that the operation happened: a `status` here would be the schedule's own. */
function operationAnswerFrom(status: number, text: string, asked: Asked): ScheduleOperationAnswer {
  const verdict = operationVerdictFrom(status, text, asked);
  if (verdict.kind !== 'done') return verdict;
  return saysYes(verdict.body) ? { kind: 'done' } : { kind: 'unknown', cause: 'unrecognised' };
}

/** A value that is no number (NaN) would vanish from the JSON, and a DELETE without the number cancels the whole schedule. */
function paymentNamed(what: string, recurringId: number): { readonly recurring_id: number } {
  return { recurring_id: wholeNumber(what, 'payment', recurringId) };
}

function wholeNumber(what: string, of: string, value: number): number {
  if (!Number.isSafeInteger(value) || value <= 0) throw new BlinkNotAsked(what, `that is no ${of}'s number`);
  return value;
}
