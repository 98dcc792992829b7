import { MINUTE, SECOND } from '../../kernel/clock';
import type { RepeatPayments } from './repeat-payments';
import type { DueRepeatPayment } from '../store/store';
import { syncSchedule } from './sync-schedule';
import type { Cause } from '../../ledger/line';

const LEASE_MS = 3 * MINUTE;
/** One repeat payment is looked at so often at most, however many notifications come: what comes meanwhile waits for the next look. */
const PAUSE_MS = 5 * SECOND;
const AT_ONCE = 4;

/**
 * One round of looking at repeat payments whose time has come, and at those that a notification told to look at. Those of which nothing
 * is due but that nobody agreed to them in time come last. One that could not be looked at is due again when its lease is over.
 * @returns how many it got done: none when there is nothing left to do now
 */
export async function sweepRepeatPayments(deps: RepeatPayments, limit = 100): Promise<number> {
  const waiting = [...(await deps.store.claimDue(deps.clock.now(), limit, LEASE_MS))];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (await lookAt(deps, next)) done += 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

async function lookAt(deps: RepeatPayments, due: DueRepeatPayment): Promise<boolean> {
  const lookedAt = deps.clock.now();
  const { id, isAsked } = due;
  const cause: Cause = { by: isAsked ? 'notification' : 'sweep' };
  try {
    await syncSchedule(deps, id, cause);
    await deps.store.reschedule(due, lookedAt, PAUSE_MS);
    return true;
  } catch (error) {
    deps.log.warn(
      { repeatPaymentId: id, err: error },
      'a repeat payment could not be looked at and will be again',
    );
    return false;
  }
}
