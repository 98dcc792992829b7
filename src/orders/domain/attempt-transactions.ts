import type { Attempt } from './order';

/** Every transaction at Blink that is this attempt's, and can be no other's. */
export function transactionsOf(attempt: Attempt): readonly string[] {
  const ids = [attempt.transactionId, attempt.authorisationId, attempt.claim?.transactionId ?? null];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Those that may still say something new: a reservation whose money was taken anew is history. */
export function currentTransactionsOf(attempt: Attempt): readonly string[] {
  return transactionsOf(attempt).filter((id) => id !== attempt.authorisationId);
}
