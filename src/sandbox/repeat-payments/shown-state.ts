import type { Ledger } from '../transactions/ledger';
import type { Status } from '../transactions/transaction';
import type { Instalment } from './schedule';

export type ShownState = Instalment['state'] | 'Accepted';

const AFTER_CAPTURE: Readonly<Partial<Record<Status, ShownState>>> = {
  Accepted: 'Accepted',
  'Partially refunded': 'Accepted',
  'Fully refunded': 'Refunded',
  Cancelled: 'Refunded',
  'Charged back': 'Refunded',
  Rejected: 'Declined',
};

/** The word for a payment goes on with its transaction: settled overnight, or given back in the portal. */
export function shownState(ledger: Ledger, { state, transactionId }: Instalment): ShownState {
  if (state !== 'Captured') return state;
  const transaction = ledger.find(transactionId ?? '');
  return (transaction && AFTER_CAPTURE[transaction.status]) ?? state;
}
