import { DAY, later } from '../../kernel/clock';
import { actionRefused } from '../edge/refusal';
import type { Ledger } from '../transactions/ledger';
import type { DebitStatus, Transaction } from '../transactions/transaction';

interface Step {
  readonly to: DebitStatus;
  readonly afterMs: number;
}

/** How a debit goes when nothing happens to it. */
const STEPS: Readonly<Partial<Record<Transaction['status'], Step>>> = {
  'Pending Submission': { to: 'Submitted', afterMs: DAY },
  Submitted: { to: 'Confirmed', afterMs: 3 * DAY },
  Confirmed: { to: 'Paid out', afterMs: 2 * DAY },
};

export function startWalk(debit: Transaction, from: Date): void {
  const step = STEPS[debit.status];
  debit.debitDueAt = step ? later(from, step.afterMs) : null;
}

export function walkDueDebits(ledger: Ledger, now: Date): void {
  for (const debit of ledger.all()) {
    while (debit.debitDueAt && debit.debitDueAt <= now) takeStep(ledger, debit, debit.debitDueAt);
  }
}

/** The next step, whatever the time is. @throws Refusal 400 when there is none */
export function advanceDebit(ledger: Ledger, debit: Transaction, now: Date): void {
  if (!STEPS[debit.status]) throw actionRefused(400, 'The debit has no next step');
  takeStep(ledger, debit, now);
}

/** The bank does not pay: at once, or with the money on its way already. @throws Refusal 400 */
export function failDebit(ledger: Ledger, debit: Transaction): void {
  end(ledger, debit, 'Failed');
}

/** The mandate is called off before the money is on its way. @throws Refusal 400 */
export function cancelDebit(ledger: Ledger, debit: Transaction): void {
  if (debit.status === 'Confirmed')
    throw actionRefused(400, 'The debit is too far on its way to be cancelled');
  end(ledger, debit, 'Cancelled');
}

function takeStep(ledger: Ledger, debit: Transaction, at: Date): void {
  const step = STEPS[debit.status];
  if (!step) return;
  if (step.to === 'Confirmed') debit.sums.captured = debit.amount.minor; // collected from the shopper
  ledger.change(debit, step.to, step.to);
  startWalk(debit, at);
}

function end(ledger: Ledger, debit: Transaction, status: 'Failed' | 'Cancelled'): void {
  if (debit.method !== 'direct-debit' || !STEPS[debit.status]) {
    throw actionRefused(400, 'Only a direct debit on its way can do this');
  }
  debit.sums.captured = 0;
  debit.debitDueAt = null;
  ledger.change(debit, status, status);
}
