import type { OnCall } from './call-observer';
import type { TimeBudget } from './time-budget';
import type { RateBudget, Urgency } from './rate-budget';
import type { Request, Outcome, Transport } from './exchange';

/** Never sent: the rate limit leaves no room within the caller's patience. */
export interface HeldBack {
  readonly kind: 'held_back';
  readonly roomInMs: number;
}

/** The one way out to Blink: every call passes the rate limit here. */
export interface RateLimitedTransport {
  send(request: Request, urgency: Urgency, patience: TimeBudget): Promise<Outcome | HeldBack>;
}

const LOOK_AGAIN_MS = 1_000;

/** @param onCall told of calls that were never sent; the transport tells of the others */
export function createRateLimitedTransport(
  transport: Transport,
  budget: RateBudget,
  onCall?: OnCall,
): RateLimitedTransport {
  return {
    async send(request, urgency, patience) {
      for (;;) {
        const roomInMs = budget.heldBackMs(urgency);
        if (roomInMs === 0) break;
        const worthWaiting = roomInMs < patience.leftMs();
        if (!worthWaiting || !(await patience.wait(Math.min(roomInMs, LOOK_AGAIN_MS)))) {
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
