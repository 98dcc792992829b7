import type { OnCall } from './call-observer';
import type { TimeBudget } from './time-budget';
import type { RateBudget, Urgency } from './rate-budget';
import type { Request, Outcome, Transport } from './exchange';

/** The call was never sent: the rate limit leaves no room within the caller's time budget. */
export interface HeldBack {
  readonly kind: 'held_back';
  readonly roomInMs: number;
}

/** Every call to Blink is sent through here, within Blink's rate limit. */
export interface RateLimitedTransport {
  send(request: Request, urgency: Urgency, timeBudget: TimeBudget): Promise<Outcome | HeldBack>;
}

const CHECK_AGAIN_MS = 1_000;

/** @param onCall is called for calls that were never sent; the transport reports the others */
export function createRateLimitedTransport(
  transport: Transport,
  budget: RateBudget,
  onCall?: OnCall,
): RateLimitedTransport {
  return {
    async send(request, urgency, timeBudget) {
      for (;;) {
        const roomInMs = budget.heldBackMs(urgency);
        if (roomInMs === 0) break;
        const worthWaiting = roomInMs < timeBudget.leftMs();
        if (!worthWaiting || !(await timeBudget.wait(Math.min(roomInMs, CHECK_AGAIN_MS)))) {
          onCall?.({ resource: request.what, outcome: 'held_back', ms: 0 });
          return { kind: 'held_back', roomInMs };
        }
      }
      budget.begin();
      const outcome = await transport.send(request);
      budget.ended(outcome);
      return outcome;
    },
  };
}
