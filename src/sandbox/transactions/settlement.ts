import { DAY, HOUR, later } from '../../kernel/clock';
import type { Ledger } from './ledger';
import type { Transaction } from './transaction';

const RUNS_AT_UTC_HOUR = 4;

/** Early the next morning, and never within the hour: a payment made just before the run takes the next one. */
export function nightAfter(moment: Date): Date {
  const runs = new Date(moment);
  runs.setUTCHours(RUNS_AT_UTC_HOUR, 0, 0, 0);
  return runs.getTime() - moment.getTime() > HOUR ? runs : later(runs, DAY);
}

/** @param at when the money was taken: it may lie in the past when the clock has moved far */
export function capture(ledger: Ledger, transaction: Transaction, minor: number, at: Date): void {
  transaction.captureDueAt = null;
  transaction.settleDueAt = nightAfter(at);
  if (transaction.transactionType === 'CREDIT') {
    transaction.sums.credited = minor;
    ledger.change(transaction, 'Captured', 'Refund Accepted');
    return;
  }
  transaction.sums.captured = minor;
  ledger.change(transaction, 'Captured', 'Payment Successful');
}

export function captureWhatIsDue(ledger: Ledger, now: Date): void {
  for (const transaction of ledger.all()) {
    const due = transaction.captureDueAt;
    if (due && due <= now) capture(ledger, transaction, transaction.amount.minor, due);
  }
}

export function settleWhatIsDue(ledger: Ledger, now: Date): void {
  for (const transaction of ledger.all()) {
    if (transaction.settleDueAt && transaction.settleDueAt <= now) settle(ledger, transaction);
  }
}

/** The overnight run for every captured payment, whatever the time is. */
export function settleAll(ledger: Ledger): void {
  for (const transaction of ledger.all()) {
    if (transaction.settleDueAt) settle(ledger, transaction);
  }
}

function settle(ledger: Ledger, transaction: Transaction): void {
  transaction.settleDueAt = null;
  switch (transaction.settlement) {
    case 'accepted':
      ledger.change(transaction, 'Accepted', 'Payment Successful');
      return;
    case 'rejected':
      transaction.sums.captured = 0; // the merchant never gets it
      transaction.sums.credited = 0;
      ledger.change(transaction, 'Rejected', 'Payment rejected');
      return;
    case 'never':
      return;
    default:
      transaction.settlement satisfies never;
  }
}
