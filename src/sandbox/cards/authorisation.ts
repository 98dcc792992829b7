import { DAY, later } from '../../kernel/clock';
import type { Approval, Decline, Verdict } from '../transactions/amount-bands';
import { capture } from '../transactions/settlement';
import type { Transaction } from '../transactions/transaction';
import type { World } from '../world';
import { verdictOf, type PaymentRule } from './payment-rules';

/** Asks the bank for the money, which is not asked for VERIFY: a card is checked without an amount. */
export function authorise(world: World, transaction: Transaction, rule: PaymentRule): void {
  const verdict = verdictOn(world, transaction, rule);
  if (verdict.approved) approve(world, transaction, verdict);
  else decline(world, transaction, verdict);
}

export function decline(
  { ledger, intents, switches }: World,
  transaction: Transaction,
  verdict: Decline,
): void {
  ledger.change(transaction, verdict.status, verdict.message);
  if (switches.now.declineUsesIntent || transaction.intentId === null || transaction.rerunOf !== null) return;
  const intent = intents.byId(transaction.intentId);
  if (intent) intent.used = false;
}

export function isDeclined({ status }: Transaction): boolean {
  return status === 'Declined' || status === 'Referred' || status === 'Failed';
}

function verdictOn({ bands }: World, transaction: Transaction, rule: PaymentRule): Verdict {
  if (rule.outcome) return verdictOf(rule.outcome);
  if (transaction.transactionType === 'VERIFY') return { approved: true, settlement: 'never' };
  return bands.verdictOn(transaction.amount, transaction.cardMask);
}

function approve({ ledger, clock, switches }: World, transaction: Transaction, approval: Approval): void {
  const now = clock.now();
  transaction.settlement = approval.settlement;
  if (transaction.transactionType === 'VERIFY') {
    ledger.change(transaction, 'Verified', 'Card verified');
    return;
  }
  if (transaction.transactionType === 'PREAUTH') {
    const status =
      transaction.method === 'googlepay' && switches.now.preauthStatus === 'Pre-Auth'
        ? 'Preauth'
        : switches.now.preauthStatus;
    ledger.change(transaction, status, 'Payment Successful');
    return;
  }
  if (transaction.delayCaptureDays !== null) {
    transaction.captureDueAt = later(now, transaction.delayCaptureDays * DAY);
    ledger.change(transaction, 'Approved', 'Payment Successful');
    return;
  }
  if (approval.isTakenLater) ledger.change(transaction, 'Approved', 'Payment Successful');
  else capture(ledger, transaction, transaction.amount.minor, now);
}
