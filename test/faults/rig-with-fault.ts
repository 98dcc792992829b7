import { createBlink } from '../../src/blink/create-blink';
import type { Timeouts } from '../../src/blink/transport/timeouts';
import { startRig, type Rig } from '../support/rig';
import { NEVER_ENDING, type FaultName } from './faults';

const SHORT_MS = 500;

/**
 * Pauses move the test's clock and take no time; what is waited for in vain ends soon. Blink says nothing of itself until it is told to.
 * @param deadline which one ends a wait for the call that is going to fail
 */
export async function rigWithFault(fault: FaultName, deadline: keyof Timeouts): Promise<Rig> {
  const deadlines = NEVER_ENDING.has(fault) ? { [deadline]: SHORT_MS } : {};
  const rig: Rig = await startRig({
    client: (options) => createBlink({ ...options, deadlines, random: () => 0, sleep }),
    sandbox: { notifications: { withhold: true } },
  });
  function sleep(milliseconds: number): Promise<void> {
    rig.advance(milliseconds);
    return Promise.resolve();
  }
  return rig;
}
