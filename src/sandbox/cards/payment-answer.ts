import { Refusal } from '../edge/refusal';
import { returnUrlOf } from '../transactions/return-url';
import type { Transaction } from '../transactions/transaction';
import type { World } from '../world';
import { isDeclined } from './authorisation';

/** Where the shopper's browser goes when this payment is over, as it stands now. */
export function returnAddress({ switches }: World, transaction: Transaction): string {
  const { returnForm, declineNamesTransaction, successNote } = switches.now;
  const declined = isDeclined(transaction);
  const result = {
    transactionId: declined && !declineNamesTransaction ? null : transaction.id,
    ...outcomeOf(transaction, declined, successNote),
    merchantData: transaction.merchantData,
  };
  return returnUrlOf(transaction.returnUrl, result, returnForm);
}

/**
 * The body of a payment that has ended.
 * @throws Refusal for a declined one: it comes with a status that is no success
 */
export function endedPayment(world: World, transaction: Transaction): { url: string } {
  const url = returnAddress(world, transaction);
  if (!isDeclined(transaction)) return { url };
  const { declineShape, declineStatus } = world.switches.now;
  const error = { error: 'Payment rejected', error_response: transaction.message };
  throw new Refusal(declineStatus, declineShape === 'url' ? { url } : error);
}

/** Cards are written in lower case here, unlike everywhere else; direct debit and open banking keep their capitals. */
function outcomeOf(
  { method, transactionType, status, message }: Transaction,
  declined: boolean,
  successNote: string,
): { status: string; note: string } {
  if (method === 'direct-debit') return { status, note: status };
  if (method === 'open-banking') return { status, note: declined ? message : successNote };
  if (declined) return { status: 'declined', note: message };
  return {
    status: status.toLowerCase(),
    note: transactionType === 'CREDIT' ? 'Refund Accepted' : successNote,
  };
}
