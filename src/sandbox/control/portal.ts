import { actionRefused } from '../edge/refusal';
import { cancel, chargeBack, refund, refundableMinor } from '../transactions/give-back';
import type { Transaction } from '../transactions/transaction';
import type { World } from '../world';

/** What a person does in Blink's portal, or a bank on its own: the shop hears of it by notification only. */
export interface Portal {
  /** @param minor everything that is left, unless it is given */
  refund(transactionId: string, minor?: number): void;
  cancel(transactionId: string): void;
  chargeBack(transactionId: string): void;
}

export const PORTAL_ACTIONS = ['refund', 'cancel', 'chargeBack'] as const;
export type PortalAction = (typeof PORTAL_ACTIONS)[number];

/** Every action @throws Refusal when the transaction does not exist or its state does not allow it */
export function portalOf(world: World): Portal {
  const transactionOf = (id: string): Transaction => {
    const transaction = world.ledger.find(id);
    if (!transaction) throw actionRefused(404, 'There is no such transaction');
    return transaction;
  };
  return {
    refund: (id, minor) => {
      const transaction = transactionOf(id);
      refund(world, transaction, minor ?? refundableMinor(transaction));
    },
    cancel: (id) => cancel(world, transactionOf(id)),
    chargeBack: (id) => chargeBack(world, transactionOf(id)),
  };
}

/** The actions that make sense for a transaction as it stands, as buttons. */
export function portalButtons(status: string): { name: PortalAction; label: string }[] {
  switch (status) {
    case 'Captured':
      return [{ name: 'cancel', label: 'Cancel' }];
    case 'Approved':
    case 'Pre-Auth':
    case 'Preauth':
      return [{ name: 'cancel', label: 'Cancel' }];
    case 'Accepted':
    case 'Partially refunded':
      return [
        { name: 'refund', label: 'Refund' },
        { name: 'chargeBack', label: 'Charge back' },
      ];
    default:
      return [];
  }
}
