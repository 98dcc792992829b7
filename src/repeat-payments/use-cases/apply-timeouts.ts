import { changeRepeatPayment, type Ledger } from '../store/change-repeat-payment';
import type { Change } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';
import { timeDecisionsOf } from '../domain/time-decisions';
import type { Cause } from '../../ledger/line';

/**
 * Writes down what time alone has decided: calls that lost their process, outcomes unknown for too long, payments of which nothing was
 * heard, the end of a plan that nobody agreed to.
 */
export async function applyTimeouts(ledger: Ledger, id: string, cause: Cause): Promise<RepeatPayment> {
  for (;;) {
    const { repeatPayment, changes } = await changeRepeatPayment(ledger, id, cause, (current) =>
      decidedByTime(current, ledger.clock.now()),
    );
    if (changes.length === 0) return repeatPayment;
  }
}

/** One step of it; what follows from that is the next. */
function decidedByTime(repeatPayment: RepeatPayment, now: Date): readonly Change[] {
  return timeDecisionsOf(repeatPayment).find(({ at }) => at <= now)?.changes ?? [];
}
