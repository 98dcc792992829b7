import { moneyFromDecimal, sameMoney } from '../../kernel/money';
import type { JsonObject } from '../wire/json';
import { valueAt } from '../wire/json';
import { moveVerdictFrom } from './operation-verdict';
import { isTransactionId } from '../wire/transaction-id';
import type { TransactionMove, MoveAnswer } from './transaction';

export type MoveKind = 'refunds' | 'cancels' | 'captures' | 'reruns';

export interface MoveContext {
  readonly kind: MoveKind;
  readonly asked: TransactionMove;
}

/** What the answer to a call about an existing transaction says. A rerun asks the bank anew. */
export function moveAnswerFrom(status: number, bodyText: string, context: MoveContext): MoveAnswer {
  const asked = context.kind === 'reruns' ? 'the_bank' : 'blink';
  const verdict = moveVerdictFrom(status, bodyText, asked);
  return verdict.kind === 'done' ? doneFrom(verdict.body, context) : verdict;
}

/** An answer about another amount than the one asked for is no answer to what was asked; a cancel takes all there is. */
function doneFrom(body: JsonObject, { kind, asked }: MoveContext): MoveAnswer {
  const { transactionId, amount } = asked;
  const moved = valueAt(body, 'amount');
  if (kind !== 'cancels' && moved !== undefined && moved !== null) {
    const read = moneyFromDecimal(moved, amount.currency);
    if (!read || !sameMoney(read, amount)) return { kind: 'unknown', cause: 'other_amount' };
  }
  const named = valueAt(body, 'transaction_id');
  if (named === undefined || named === null) return { kind: 'done', transactionId };
  if (typeof named !== 'string' || !isTransactionId(named)) {
    return { kind: 'unknown', cause: 'unreadable_transaction_id' };
  }
  return { kind: 'done', transactionId: named };
}
