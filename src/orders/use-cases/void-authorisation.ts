import type { OrderChange } from '../domain/history';
import { authorisedAttempt } from '../domain/money-facts';
import type { Order } from '../domain/order';
import { readOutcome } from './read-outcome';
import type { Payments } from './payments';
import { executeVoid } from './execute-void';
import { VoidRefused, AuthorisationBusy, AuthorisationOutcomeUnknown } from './authorisation-errors';

/** @throws AuthorisationBusy while a capture, or another release, is not settled */
export function voidClaim(order: Order): readonly OrderChange[] {
  const attempt = authorisedAttempt(order);
  if (!attempt) return [];
  if (attempt.claim) throw new AuthorisationBusy();
  return [{ type: 'release_claimed', attemptId: attempt.id, because: 'requested' }];
}

/**
 * Voids the authorisation that `voidClaim` claimed. The order is cancelled only once Blink confirms it.
 * @returns the order: cancelled, or still authorised while it is not known whether the money is free
 * @throws VoidRefused, AuthorisationOutcomeUnknown when the money is still authorised
 */
export async function voidAuthorisation(payments: Payments, order: Order, attemptId: string): Promise<Order> {
  const released = await executeVoid(payments, order, attemptId);
  switch (released.kind) {
    case 'released':
      return released.order;
    case 'refused':
      throw new VoidRefused(released.reason);
    case 'not_sent':
      throw new AuthorisationOutcomeUnknown(released.cause);
    case 'unknown':
      return readOutcome(payments, released.order, attemptId, 'release_unknown');
    default:
      return released satisfies never;
  }
}
