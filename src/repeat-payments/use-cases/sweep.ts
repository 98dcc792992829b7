import { MINUTE, SECOND, type Timers } from '../../kernel/clock';
import { WorkLoop } from '../../queue/loop';
import type { Cause } from '../../ledger/line';
import type { RepeatPayments } from './repeat-payments';
import type { DueRepeatPayment } from '../store/store';
import { syncSchedule } from './sync-schedule';

const LEASE_MS = 3 * MINUTE;
/** One repeat payment is read so often at most, however many notifications come: what comes meanwhile waits for the next read. */
const PAUSE_MS = 5 * SECOND;
const LOOKS_AT_ONCE = 4;

/**
 * Reads repeat payments whose time has come, and those that a notification told to read. Those of which nothing is due but that
 * nobody agreed to them in time come last. One that could not be looked at is due again when its lease is over.
 */
export function repeatPaymentSweep(deps: RepeatPayments, timers: Timers): WorkLoop<DueRepeatPayment> {
  const { store, clock, log } = deps;
  return new WorkLoop({
    ...{ due: store, clock, timers, mostAtOnce: LOOKS_AT_ONCE, leaseMs: LEASE_MS },
    work: (due) => lookAt(deps, due),
    onFailure: ({ id }, error) =>
      log.warn(
        { repeatPaymentId: id, err: error },
        'a repeat payment could not be looked at and will be again',
      ),
    onUnasked: (error) => log.error({ err: error }, 'the sweep could not run'),
  });
}

async function lookAt(deps: RepeatPayments, due: DueRepeatPayment): Promise<null> {
  const lookedAt = deps.clock.now();
  const cause: Cause = { by: due.isAsked ? 'notification' : 'sweep' };
  await syncSchedule(deps, due.id, cause);
  await deps.store.reschedule(due, lookedAt, PAUSE_MS);
  return null;
}
