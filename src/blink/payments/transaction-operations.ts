import type { Api } from '../transport/api';
import type { Blink } from '../blink';
import { BlinkNotAsked } from '../errors';
import type { OperationKind } from './operation-answer';
import { operationAnswerFrom } from './operation-answer';
import { isTransactionId } from '../wire/transaction-id';
import { wireAmount } from '../wire/wire-amount';
import type { TransactionOperation, OperationAnswer } from './transaction';

type Moves = Omit<Blink['transactions'], 'get'>;

/** @see https://api-docs.blinkpayment.co.uk/docs/transactions */
export function createTransactionOperations(api: Api): Moves {
  const move = async (
    kind: OperationKind,
    asked: TransactionOperation,
    body: object,
  ): Promise<OperationAnswer> => {
    const what = `POST transactions/{id}/${kind}`;
    if (!isTransactionId(asked.transactionId)) throw new BlinkNotAsked(what, 'that is no transaction id');
    const path = `transactions/${asked.transactionId}/${kind}`;
    const reply = await api.moveMoney({ what, method: 'POST', path, body });
    if (reply.kind === 'lost') return { kind: 'unknown', cause: reply.cause };
    return operationAnswerFrom(reply.status, reply.text, { kind, asked });
  };
  return {
    refund: async (asked) =>
      move('refunds', asked, {
        partial_refund: !asked.isWhole,
        amount: wireAmount(asked.amount),
        reference: asked.reference,
      }),
    cancel: async (asked) => move('cancels', asked, { reference: asked.reference }),
    capture: async (asked) =>
      move('captures', asked, { amount: wireAmount(asked.amount), transaction_unique: asked.reference }),
    // Blink's pages name `transaction_unique`; the currency goes with the amount, and `reference` is what the other moves send.
    rerun: async (asked) =>
      move('reruns', asked, {
        amount: wireAmount(asked.amount),
        currency: asked.amount.currency,
        transaction_unique: asked.reference,
        reference: asked.reference,
      }),
  };
}
