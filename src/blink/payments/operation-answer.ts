import { moneyFromDecimal, sameMoney } from '../../kernel/money';
import type { JsonObject } from '../wire/json';
import { valueAt } from '../wire/json';
import { operationVerdictFrom } from './operation-verdict';
import { isTransactionId } from '../wire/transaction-id';
import type { TransactionOperation, OperationAnswer } from './transaction';

export type OperationKind = 'refunds' | 'cancels' | 'captures' | 'reruns';

export interface OperationContext {
  readonly kind: OperationKind;
  readonly asked: TransactionOperation;
}

/** Interprets the answer to a call about an existing transaction. A rerun asks the bank anew. */
export function operationAnswerFrom(
  status: number,
  bodyText: string,
  context: OperationContext,
): OperationAnswer {
  const asked = context.kind === 'reruns' ? 'the_bank' : 'blink';
  const verdict = operationVerdictFrom(status, bodyText, asked);
  return verdict.kind === 'done' ? doneFrom(verdict.body, context) : verdict;
}

/** An answer that names another amount than the one asked for leaves the outcome unknown; a cancel has no amount of its own. */
function doneFrom(body: JsonObject, { kind, asked }: OperationContext): OperationAnswer {
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
