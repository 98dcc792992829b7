import { moneyFromDecimal, sameMoney } from '../money';
import type { MoveAnswer, TransactionMove } from './blink';
import { saysPaymentFailed } from './documented-texts';
import type { JsonObject } from './json';
import { isJsonObject, parsedJson, valueAt } from './json';
import type { Refusal } from './refusal';
import { refusalFrom } from './refusal';
import { fold, meaningOf } from './statuses';
import { isTransactionId } from './transaction-id';

export type MoveKind = 'refunds' | 'cancels' | 'captures' | 'reruns';

export interface MoveContext {
  readonly kind: MoveKind;
  readonly asked: TransactionMove;
}

/** Refusals of the request as such, when they say why. */
const REFUSES: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 422]);
/** They speak of the call, not of the money: this one, or one before it, may have got through. */
const SAYS_NOTHING: ReadonlySet<number> = new Set([401, 408, 409, 425, 429]);

/**
 * What the answer to a call about an existing transaction says: `done` and `refused` only where it says so itself.
 * Recorded: `{success: true, message, amount, reference, transaction_id}`; documented later: `status` in the place of `success`.
 */
export function moveAnswerFrom(status: number, bodyText: string, context: MoveContext): MoveAnswer {
  const body = parsedJson(bodyText);
  if (!isJsonObject(body)) return unknown(isSuccess(status) ? 'not_json' : `status_${status}`);
  const refusal = refusalFrom(body);
  if (isSuccess(status)) return successFrom(body, refusal, context);
  return refuses(status, body, refusal, context.kind)
    ? { kind: 'refused', reason: refusal.reason }
    : unknown(`status_${status}`);
}

function refuses(status: number, body: JsonObject, refusal: Refusal, kind: MoveKind): boolean {
  if (status < 400 || SAYS_NOTHING.has(status)) return false;
  // A rerun asks the bank anew, and Blink answers a bank's refusal with a 500.
  if (status >= 500) return kind === 'reruns' && saysPaymentFailed(refusal.texts);
  return saysNo(body) || (REFUSES.has(status) && (refusal.texts.length > 0 || refusal.fields.length > 0));
}

function successFrom(body: JsonObject, refusal: Refusal, context: MoveContext): MoveAnswer {
  const word = wordFrom(body);
  const isYes = saysYes(body) || word === 'yes';
  const isNo = saysNo(body) || word === 'no' || refusal.saysError;
  if (isYes && isNo) return unknown('contradiction');
  if (isNo) return { kind: 'refused', reason: refusal.reason };
  return isYes ? doneFrom(body, context) : unknown('unrecognised');
}

/** An answer about another amount than the one asked for is no answer to what was asked; a cancel takes all there is. */
function doneFrom(body: JsonObject, { kind, asked }: MoveContext): MoveAnswer {
  const { transactionId, amount } = asked;
  const moved = valueAt(body, 'amount');
  if (kind !== 'cancels' && moved !== undefined && moved !== null) {
    const read = moneyFromDecimal(moved, amount.currency);
    if (!read || !sameMoney(read, amount)) return unknown('other_amount');
  }
  const named = valueAt(body, 'transaction_id');
  if (named === undefined || named === null) return { kind: 'done', transactionId };
  if (typeof named !== 'string' || !isTransactionId(named)) return unknown('unreadable_transaction_id');
  return { kind: 'done', transactionId: named };
}

const YES: readonly unknown[] = [true, 'true', 1, '1'];
const NO: readonly unknown[] = [false, 'false', 0, '0'];

function saysYes(body: JsonObject): boolean {
  return YES.includes(valueAt(body, 'success'));
}

function saysNo(body: JsonObject): boolean {
  return NO.includes(valueAt(body, 'success'));
}

/** `pending` of a refund: Blink has taken it on, and says nothing more of it afterwards. */
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

function unknown(cause: string): MoveAnswer {
  return { kind: 'unknown', cause };
}
