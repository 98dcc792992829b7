import type { Attempt } from './order';

/** Every transaction at Blink that belongs to this attempt, and can belong to no other. */
export function transactionsOf(attempt: Attempt): readonly string[] {
  const ids = [attempt.transactionId, attempt.authorisationId, attempt.claim?.transactionId ?? null];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** The transactions whose status may still change: an authorisation that was captured by a transaction of its own is history. */
export function currentTransactionsOf(attempt: Attempt): readonly string[] {
  return transactionsOf(attempt).filter((id) => id !== attempt.authorisationId);
}
