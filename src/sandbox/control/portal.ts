import { advanceDebit, cancelDebit, failDebit } from '../direct-debits/debit-walk';
import { actionRefused } from '../edge/refusal';
import { cancel, chargeBack, refund, refundableMinor } from '../transactions/give-back';
import { capture } from '../transactions/settlement';
import type { Status, Transaction } from '../transactions/transaction';
import type { World } from '../world';

/** What a person does in Blink's portal, or a bank on its own: the shop hears of it by notification only. */
export interface Portal {
  /** @param minor everything that is left, unless it is given */
  refund(transactionId: string, minor?: number): void;
  cancel(transactionId: string): void;
  /** Takes the money of a payment that is only approved. */
  capture(transactionId: string): void;
  chargeBack(transactionId: string): void;
  /** A direct debit's next status, before its time. */
  advanceDebit(transactionId: string): void;
  failDebit(transactionId: string): void;
  cancelDebit(transactionId: string): void;
}

export const PORTAL_ACTIONS = [
  'refund',
  'cancel',
  'capture',
  'chargeBack',
  'advanceDebit',
  'failDebit',
  'cancelDebit',
] as const;
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
    capture: (id) => {
      const transaction = transactionOf(id);
      if (transaction.status !== 'Approved') throw actionRefused(400, 'There is nothing to take');
      capture(world.ledger, transaction, transaction.amount.minor, world.clock.now());
    },
    chargeBack: (id) => chargeBack(world, transactionOf(id)),
    advanceDebit: (id) => advanceDebit(world.ledger, transactionOf(id), world.clock.now()),
    failDebit: (id) => failDebit(world.ledger, transactionOf(id)),
    cancelDebit: (id) => cancelDebit(world.ledger, transactionOf(id)),
  };
}

type Button = { readonly name: PortalAction; readonly label: string };

const CANCEL: Button = { name: 'cancel', label: 'Cancel' };
const CAPTURE: Button = { name: 'capture', label: 'Capture' };
const REFUND: Button = { name: 'refund', label: 'Refund' };
const CHARGE_BACK: Button = { name: 'chargeBack', label: 'Charge back' };
const NEXT: Button = { name: 'advanceDebit', label: 'Next step' };
const FAIL: Button = { name: 'failDebit', label: 'Fail' };
const CANCEL_DEBIT: Button = { name: 'cancelDebit', label: 'Cancel' };

const BUTTONS: Readonly<Partial<Record<Status, readonly Button[]>>> = {
  Captured: [CANCEL],
  Approved: [CAPTURE, CANCEL],
  'Pre-Auth': [CANCEL],
  Preauth: [CANCEL],
  Accepted: [REFUND, CHARGE_BACK],
  'Partially refunded': [REFUND, CHARGE_BACK],
  'Pending Submission': [NEXT, FAIL, CANCEL_DEBIT],
  Submitted: [NEXT, FAIL, CANCEL_DEBIT],
  Confirmed: [NEXT, FAIL],
  'Paid out': [CHARGE_BACK],
};

/** The actions that make sense for a transaction as it stands. */
export function portalButtons(status: Status): readonly Button[] {
  return BUTTONS[status] ?? [];
}
