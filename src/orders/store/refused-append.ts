import { DatabaseConflict, DatabaseRefused } from '../../postgres/errors';
import type { Order } from '../domain/order';
import { IntentTaken, TransactionTaken, VersionConflict } from './store';

/** What a rule of the schema that said no means to whoever appends. */
export function refusalOf(error: unknown, before: Order | null, after: Order): unknown {
  if (error instanceof DatabaseConflict) return new VersionConflict();
  if (!(error instanceof DatabaseRefused)) return error;
  switch (error.rule) {
    case 'orders_pkey':
      return new VersionConflict();
    case 'intent_uses_pkey':
      return new IntentTaken();
    case 'transaction_uses_pkey':
      return new TransactionTaken(newTransactionOf(before, after));
    default:
      return error;
  }
}

function newTransactionOf(before: Order | null, after: Order): string {
  const moved = after.attempts.find(
    (attempt) => attempt.transactionId !== null && !before?.attempts.includes(attempt),
  );
  return moved?.transactionId ?? '';
}
