import { challengeFormFrom } from './acsform';
import { bankAddressFrom } from '../wire/bank-address';
import {
  inputsNamedBy,
  saysDeclined,
  saysIntentOver,
  saysNotEnabled,
  saysPaymentFailed,
} from '../wire/documented-texts';
import type { JsonObject } from '../wire/json';
import { isJsonObject, parsedJson, valueAt } from '../wire/json';
import { isRefusalByBank, isTurnedAway } from './listed-verdicts';
import type { Refusal } from '../wire/refusal';
import { refusalFrom } from '../wire/refusal';
import { isSamePage, outcomeOfReturn } from './return-address';
import type { Family } from './transaction';
import type { PaymentAnswer } from './payment';

export interface PaymentAnswerContext {
  readonly method: Family;
  /** The return address that the intent was made with: another address says nothing about this payment. */
  readonly returnUrl: string;
  readonly loopbackBanks: boolean;
}

interface Answered extends PaymentAnswerContext {
  readonly status: number;
  readonly body: JsonObject;
  readonly refusal: Refusal;
}

type Reader = (answered: Answered) => PaymentAnswer | null;

/** The readers are tried in this order; the first that understands the answer decides. */
const READERS: readonly Reader[] = [
  ...[challenge, intentOver, notEnabled, address, invalidInput],
  ...[decline, listedDecline, turnedAway],
];

/**
 * Interprets the answer to a call that moves money. It is a verdict only where Blink's documents or recordings say so: the next step
 * (`acsform`, `url`, `redirect_url`), a method that is not enabled, a decline by `error_response` or a documented text (a 500 as well), a
 * validation error, an intent that is over, a listed pair of status and text, a rate limit. Every other answer is `unknown`: the money may
 * have moved.
 */
export function paymentAnswerFrom(
  status: number,
  bodyText: string,
  context: PaymentAnswerContext,
): PaymentAnswer {
  const body = parsedJson(bodyText);
  if (!isJsonObject(body)) return unknown(isSuccess(status) ? 'not_json' : `status_${status}`);
  if (status < 200 || (status >= 300 && status < 400)) return unknown(`status_${status}`);
  const answered = { ...context, status, body, refusal: refusalFrom(body) };
  for (const reader of READERS) {
    const answer = reader(answered);
    if (answer) return answer;
  }
  return unknown(isSuccess(status) ? 'unrecognised' : `status_${status}`);
}

/** An answer that asks for a challenge and reports an error contradicts itself: it is `unknown`. */
function challenge({ body, refusal, loopbackBanks }: Answered): PaymentAnswer | null {
  const acsform = valueAt(body, 'acsform');
  if (isNothing(acsform)) return null;
  if (refusal.saysError) return unknown('challenge_with_error');
  const form = challengeFormFrom(acsform, { loopbackBanks });
  return form ? { kind: 'challenge', form } : unknown('unreadable_acsform');
}

/** Not for 409, 429 or 5xx: those are about the call, and another charge may be under way. */
function intentOver({ status, refusal }: Answered): PaymentAnswer | null {
  const mayBe = status >= 400 && status < 500 && status !== 409 && status !== 429;
  return mayBe && saysIntentOver(refusal.texts) ? { kind: 'intent_over' } : null;
}

/** Documented for 401 only: the same words with another status may mean something else. */
function notEnabled({ status, refusal }: Answered): PaymentAnswer | null {
  return status === 401 && saysNotEnabled(refusal.texts) ? { kind: 'not_enabled' } : null;
}

function address(answered: Answered): PaymentAnswer | null {
  const { body, method, loopbackBanks, returnUrl, status, refusal } = answered;
  const given = [valueAt(body, 'url'), valueAt(body, 'redirect_url')].find((value) => !isNothing(value));
  if (given === undefined) return null;
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : null;
  if (!url) return unknown('unreadable_url');
  if (isSamePage(url, returnUrl)) return outcomeOfReturn(url, answered);
  if (method !== 'open_banking' || !isSuccess(status) || refusal.saysError) return unknown('foreign_url');
  const bank = bankAddressFrom(given, { loopbackBanks });
  return bank ? { kind: 'bank_page', url: bank.href } : unknown('foreign_url');
}

function invalidInput({ status, refusal }: Answered): PaymentAnswer | null {
  if (status !== 400 && status !== 422) return null;
  const fields = refusal.fields.length > 0 ? refusal.fields : inputsNamedBy(refusal.texts);
  return fields.length > 0 ? { kind: 'invalid', fields } : null;
}

function decline({ status, refusal }: Answered): PaymentAnswer | null {
  const isVerdict = saysPaymentFailed(refusal.texts) || (status !== 401 && saysDeclined(refusal));
  return isVerdict ? { kind: 'declined', reason: refusal.reason, transactionId: null } : null;
}

function listedDecline(answered: Answered): PaymentAnswer | null {
  const { reason } = answered.refusal;
  return isRefusalByBank(answered) ? { kind: 'declined', reason, transactionId: null, isShort: true } : null;
}

/** The last reader: whatever an answer says about the payment counts before what its status says about the call. */
function turnedAway(answered: Answered): PaymentAnswer | null {
  return isTurnedAway(answered) ? { kind: 'turned_away', cause: `status_${answered.status}` } : null;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** PHP sends null, an empty text or an empty list for an absent value. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

function unknown(cause: string): PaymentAnswer {
  return { kind: 'unknown', cause };
}
