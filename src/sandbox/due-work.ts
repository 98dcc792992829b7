import { walkDueDebits } from './direct-debits/debit-walk';
import { captureWhatIsDue, settleWhatIsDue } from './transactions/settlement';
import type { World } from './world';

/** Does what has fallen due by now. Runs before each request and whenever the clock is moved. */
export function doDueWork({ ledger, clock }: World): void {
  const now = clock.now();
  captureWhatIsDue(ledger, now);
  settleWhatIsDue(ledger, now);
  walkDueDebits(ledger, now);
}
