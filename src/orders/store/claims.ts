import type { Claim } from '../../ledger/kind';
import { transactionsOf } from '../domain/attempt-transactions';
import type { Order } from '../domain/order';
import { IntentTaken, TransactionTaken } from './store';

/** Its transactions for ever, so that none pays twice, and its intents: each belongs to one attempt only, be it of the same order. */
export function claimsOf({ attempts }: Order): readonly Claim[] {
  return attempts.flatMap((attempt): readonly Claim[] => [
    ...transactionsOf(attempt).map((transactionId) => ({
      key: transactionKey(transactionId),
      owner: attempt.id,
      isForEver: true,
      taken: () => new TransactionTaken(transactionId),
    })),
    {
      key: `intent ${attempt.intent.id}`,
      owner: attempt.id,
      isForEver: false,
      taken: () => new IntentTaken(),
    },
  ]);
}

export function transactionKey(transactionId: string): string {
  return `transaction ${transactionId}`;
}
