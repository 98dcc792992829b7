import { saysPaymentFailed } from '../wire/documented-texts';
import type { JsonObject } from '../wire/json';
import { isJsonObject, parsedJson, valueAt } from '../wire/json';
import type { Refusal } from '../wire/refusal';
import { refusalFrom } from '../wire/refusal';
import { fold, meaningOf } from '../wire/statuses';

/** What an answer says about an operation: a call that changes, ends or moves the money of something that exists at Blink. */
export type OperationVerdict =
  | { readonly kind: 'done'; readonly body: JsonObject }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly cause: string };

/** Who decides on the call. The bank's refusal comes with a status of 500. */
export type Asked = 'blink' | 'the_bank';

/** Statuses that refuse the request as such, when the answer gives a reason. */
const REFUSES: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 422]);
/** Statuses that say nothing of the money: this call, or one before it, may have succeeded. */
const SAYS_NOTHING: ReadonlySet<number> = new Set([401, 408, 409, 425, 429]);

/**
 * Gives `done` and `refused` only where the answer says so itself.
 * Recorded: `{success: true, message, …}`; documented later for some calls: `status` in the place of `success`.
 */
export function operationVerdictFrom(status: number, bodyText: string, asked: Asked): OperationVerdict {
  const body = parsedJson(bodyText);
  if (!isJsonObject(body)) return unknown(isSuccess(status) ? 'not_json' : `status_${status}`);
  const refusal = refusalFrom(body);
  if (isSuccess(status)) return successFrom(body, refusal);
  return refuses(status, body, refusal, asked)
    ? { kind: 'refused', reason: refusal.reason }
    : unknown(`status_${status}`);
}

function refuses(status: number, body: JsonObject, refusal: Refusal, asked: Asked): boolean {
  if (status < 400 || SAYS_NOTHING.has(status)) return false;
  if (status >= 500) return asked === 'the_bank' && saysPaymentFailed(refusal.texts);
  return saysNo(body) || (REFUSES.has(status) && (refusal.texts.length > 0 || refusal.fields.length > 0));
}

function successFrom(body: JsonObject, refusal: Refusal): OperationVerdict {
  const word = wordFrom(body);
  const isYes = saysYes(body) || word === 'yes';
  const isNo = saysNo(body) || word === 'no' || refusal.saysError;
  if (isYes && isNo) return unknown('contradiction');
  if (isNo) return { kind: 'refused', reason: refusal.reason };
  return isYes ? { kind: 'done', body } : unknown('unrecognised');
}

const YES: readonly unknown[] = [true, 'true', 1, '1'];
const NO: readonly unknown[] = [false, 'false', 0, '0'];

export function saysYes(body: JsonObject): boolean {
  return YES.includes(valueAt(body, 'success'));
}

export function saysNo(body: JsonObject): boolean {
  return NO.includes(valueAt(body, 'success'));
}

/** A refund's `pending` counts as yes: Blink has accepted the refund, and says nothing more of it afterwards. */
function wordFrom(body: JsonObject): 'yes' | 'no' | null {
  const word = valueAt(body, 'status');
  if (typeof word !== 'string') return null;
  if (['completed', 'complete', 'successful', 'pending'].includes(fold(word))) return 'yes';
  switch (meaningOf('card', word)) {
    case 'captured':
    case 'authorised':
      return 'yes';
    case 'declined':
      return 'no';
    default:
      return null;
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function unknown(cause: string): OperationVerdict {
  return { kind: 'unknown', cause };
}
