import type { RequestHandler } from 'express';
import { SECOND } from '../kernel/clock';
import { walkDueDebits } from './direct-debits/debit-walk';
import { runDueInstalments } from './repeat-payments/run-instalments';
import { captureWhatIsDue, settleWhatIsDue } from './transactions/settlement';
import type { World } from './world';

/** Does what has fallen due by now. */
export function doDueWork(world: World): void {
  const { ledger, clock } = world;
  const now = clock.now();
  runDueInstalments(world);
  captureWhatIsDue(ledger, now);
  settleWhatIsDue(ledger, now);
  walkDueDebits(ledger, now);
}

/** Before a request, when a second has gone by: nothing falls due more precisely than that. */
export function dueWorkFirst(world: World): RequestHandler {
  let lastAt = 0;
  return (_req, _res, next) => {
    const now = world.clock.now().getTime();
    if (now - lastAt >= SECOND) {
      lastAt = now;
      doDueWork(world);
    }
    next();
  };
}
