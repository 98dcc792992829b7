import type { OrderChange } from '../domain/history';
import { authorisedAttempt } from '../domain/money-facts';
import type { Order } from '../domain/order';
import { readOutcome } from './read-outcome';
import type { Payments } from './payments';
import { executeVoid } from './execute-void';
import { VoidRefused, AuthorisationBusy, AuthorisationOutcomeUnknown } from './authorisation-errors';

/** @throws ReservationBusy while a capture, or another release, is not settled */
export function voidClaim(order: Order): readonly OrderChange[] {
  const attempt = authorisedAttempt(order);
  if (!attempt) return [];
  if (attempt.claim) throw new AuthorisationBusy();
  return [{ type: 'release_claimed', attemptId: attempt.id, because: 'requested' }];
}

/**
 * Lets reserved money go that `releaseClaim` claimed. The order is cancelled only once Blink confirms it.
 * @returns the order: cancelled, or still authorised while it is not known whether the money is free
 * @throws ReleaseRefused, ReservationNotMoved when the money is still reserved
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
