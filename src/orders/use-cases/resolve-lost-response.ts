import { later } from '../../kernel/clock';
import type { OrderChange } from '../domain/history';
import type { Attempt, Order } from '../domain/order';
import { CHARGE_LOST_AFTER_MS } from '../domain/timeouts';
import { interpretStatus } from './interpret-status';
import { flagged, settled } from './review-changes';
import type { PaymentPolicy } from './context';
import type { Transaction } from '../../blink/payments/transaction';

const STILL_RESERVED = 'Blink still shows the money as reserved';

/**
 * A lost answer about an authorisation is made up for by reading it: when it still stands long after we asked, what we asked was not
 * done. A new charge of its card cannot be found that way.
 * @param readAt when the read was begun
 */
export function resolveLostResponse(
  transaction: Transaction,
  order: Order,
  attempt: Attempt,
  policy: PaymentPolicy,
  readAt: Date,
): readonly OrderChange[] {
  const { claim, id: attemptId } = attempt;
  if (claim?.status !== 'unknown' || claim.kind === 'rerun') return [];
  if (transaction.id !== attempt.transactionId || readAt < later(claim.at, CHARGE_LOST_AFTER_MS)) return [];
  if (interpretStatus(transaction.status, attempt.method, policy) !== 'authorised') return [];
  if (claim.kind === 'capture') {
    const refused = { type: 'capture_refused', attemptId, reason: STILL_RESERVED } as const;
    return [refused, ...settled(order, ['capture_unknown'], STILL_RESERVED)];
  }
  return [
    { type: 'release_refused', attemptId, reason: STILL_RESERVED },
    ...(claim.because === 'requested'
      ? settled(order, ['release_unknown'], STILL_RESERVED)
      : flagged(order, 'release_failed')), // nobody asked for it, so nobody would ask again
  ];
}
