import type { World } from '../world';
import { actionRefused } from '../edge/refusal';
import type { Transaction } from './transaction';

/** Only what has been settled can be refunded; before that it is cancelled. */
const REFUNDABLE: readonly string[] = ['Accepted', 'Partially refunded'];
const CANCELLABLE: readonly string[] = ['Captured', 'Approved', 'Pre-Auth', 'Preauth'];

export function refundableMinor({ sums }: Transaction): number {
  return sums.captured - sums.refunded - sums.chargedBack;
}

/** @throws Refusal 400 */
export function refund({ ledger }: World, transaction: Transaction, minor: number): void {
  refuseUnlessCard(transaction, 'refunded');
  if (!REFUNDABLE.includes(transaction.status) || transaction.sums.captured === 0) {
    throw actionRefused(400, 'Transaction cannot be refunded in its current state');
  }
  if (minor < 1 || minor > refundableMinor(transaction)) {
    throw actionRefused(400, 'Refund amount must not be more than what is left of the payment');
  }
  transaction.sums.refunded += minor;
  const isFull = refundableMinor(transaction) === 0;
  ledger.change(transaction, isFull ? 'Fully refunded' : 'Partially refunded', 'Refunded');
}

/** Before settlement only; an authorisation that has not been captured is let go. @throws Refusal 400 */
export function cancel({ ledger }: World, transaction: Transaction): void {
  refuseUnlessCard(transaction, 'cancelled');
  if (!CANCELLABLE.includes(transaction.status)) {
    throw actionRefused(400, 'Transaction cannot be cancelled in its current state');
  }
  transaction.sums.cancelled = transaction.sums.captured;
  transaction.sums.credited = 0;
  transaction.captureDueAt = null;
  transaction.settleDueAt = null;
  ledger.change(transaction, 'Cancelled', 'Cancelled');
}

/** The shopper's bank takes the money back. @throws Refusal 400 when there is none */
export function chargeBack({ ledger }: World, transaction: Transaction): void {
  const left =
    transaction.sums.captured -
    transaction.sums.refunded -
    transaction.sums.cancelled -
    transaction.sums.chargedBack;
  if (left <= 0) throw actionRefused(400, 'There is no money left to charge back');
  transaction.sums.chargedBack += left;
  transaction.settleDueAt = null;
  ledger.change(transaction, 'Charged back', 'Charged back');
}

function refuseUnlessCard({ method }: Transaction, action: string): void {
  if (method !== 'direct-debit' && method !== 'open-banking') return;
  throw actionRefused(400, `Only card transactions can be ${action}`);
}
