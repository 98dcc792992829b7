import type { Api } from '../transport/api';
import type { Blink } from '../blink';
import { BlinkNotAsked } from '../errors';
import type { OperationKind } from './operation-answer';
import { operationAnswerFrom } from './operation-answer';
import { isTransactionId } from '../wire/transaction-id';
import { wireAmount } from '../wire/wire-amount';
import type { TransactionOperation, OperationAnswer } from './transaction';

type Operations = Omit<Blink['transactions'], 'get'>;

/** @see https://api-docs.blinkpayment.co.uk/docs/transactions */
export function createTransactionOperations(api: Api): Operations {
  const operate = async (
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
      operate('refunds', asked, {
        partial_refund: !asked.isWhole,
        amount: wireAmount(asked.amount),
        reference: asked.reference,
      }),
    cancel: async (asked) => operate('cancels', asked, { reference: asked.reference }),
    capture: async (asked) =>
      operate('captures', asked, { amount: wireAmount(asked.amount), transaction_unique: asked.reference }),
    // Blink's pages name `transaction_unique`; the currency goes with the amount, and `reference` is what the other operations send.
    rerun: async (asked) =>
      operate('reruns', asked, {
        amount: wireAmount(asked.amount),
        currency: asked.amount.currency,
        transaction_unique: asked.reference,
        reference: asked.reference,
      }),
  };
}
