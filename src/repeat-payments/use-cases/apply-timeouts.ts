import { changeRepeatPayment, knownRepeatPayment, type Ledger } from '../store/change-repeat-payment';
import type { Change } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';
import { timeDecisionsOf } from '../domain/time-decisions';
import type { Cause } from '../../ledger/line';

/**
 * Writes down what time alone has decided: calls that lost their process, outcomes unknown for too long, payments of which nothing was
 * heard, the end of a plan that nobody agreed to.
 * @param justRead the repeat payment as the caller has just read it, or its id
 */
export async function applyTimeouts(
  ledger: Ledger,
  justRead: RepeatPayment | string,
  cause: Cause,
): Promise<RepeatPayment> {
  const decide = (current: RepeatPayment) => decidedByTime(current, ledger.clock.now());
  let repeatPayment = await knownRepeatPayment(ledger, justRead);
  while (decide(repeatPayment).length > 0)
    ({ repeatPayment } = await changeRepeatPayment(ledger, repeatPayment, cause, decide));
  return repeatPayment;
}

/** One step of it; what follows from that is the next. */
function decidedByTime(repeatPayment: RepeatPayment, now: Date): readonly Change[] {
  return timeDecisionsOf(repeatPayment).find(({ at }) => at <= now)?.changes ?? [];
}
