import type { Clock } from '../../kernel/clock';
import { later, MINUTE, SECOND } from '../../kernel/clock';
import { retryAfterMs } from './retry-after';
import type { Outcome } from './exchange';

export type Urgency = 'charge' | 'verify' | 'intent' | 'another_intent' | 'sweep' | 'look';

/**
 * The share of Blink's limit that a call of this urgency leaves to the more urgent ones. What shoppers can bring about as often as they
 * like, further forms and looks, leaves the most: whoever comes first to a form of theirs gets it, and can pay.
 */
const LEAVES: Readonly<Record<Urgency, number>> = {
  charge: 0,
  verify: 0.05,
  intent: 0.1,
  sweep: 0.25,
  another_intent: 0.3,
  look: 0.4,
};

/**
 * When little is left, nobody but Blink knows when there is more: after this long one call goes and looks.
 * The more urgent look first, so the others see what they found; a charge is no way of looking, so it comes last.
 */
const LOOKS_AFTER_MS: Readonly<Record<Urgency, number>> = {
  verify: 3 * SECOND,
  intent: 5 * SECOND,
  another_intent: 6 * SECOND,
  look: 7 * SECOND,
  sweep: 8 * SECOND,
  charge: MINUTE,
};

interface Reading {
  readonly limit: number;
  readonly left: number;
  readonly at: Date;
}

/** What Blink's headers say of its rate limit. It assumes no rate: without headers everything may go. */
export class RateBudget {
  private reading: Reading | null = null;
  private blockedUntil: Date | null = null;
  /** Calls since the reading: Blink has counted them, its word for that is still on the way. */
  private since = 0;

  constructor(private readonly clock: Clock) {}

  /** How long a call should hold back before it looks again; 0 when it may go now. */
  heldBackMs(urgency: Urgency): number {
    const now = this.clock.now();
    const blockedMs = this.blockedMs(now);
    if (blockedMs > 0) return blockedMs;
    if (!this.reading || this.hasRoom(this.reading, urgency)) return 0;
    const agoMs = now.getTime() - this.reading.at.getTime();
    return agoMs < 0 ? 0 : Math.max(0, LOOKS_AFTER_MS[urgency] - agoMs);
  }

  private blockedMs(now: Date): number {
    const leftMs = (this.blockedUntil?.getTime() ?? 0) - now.getTime();
    return leftMs > MINUTE ? 0 : Math.max(0, leftMs); // no block is longer: the clock was set back
  }

  private hasRoom({ limit, left }: Reading, urgency: Urgency): boolean {
    return left - this.since > Math.ceil(limit * LEAVES[urgency]);
  }

  /** Before each call: the next who wants to look whether there is more waits for what this one finds. */
  begin(): void {
    this.since += 1;
    if (this.reading) this.reading = { ...this.reading, at: this.clock.now() };
  }

  ended(outcome: Outcome): void {
    if (outcome.kind !== 'reply') return;
    const now = this.clock.now();
    const limit = countFrom(outcome.rateLimit);
    const left = countFrom(outcome.rateLeft);
    if (limit && left !== null) {
      this.reading = { limit, left, at: now };
      this.since = 0;
    }
    if (outcome.status !== 429) return;
    const pauseMs = retryAfterMs(outcome.retryAfter, outcome.date ?? now);
    this.blockedUntil = later(now, Math.max(pauseMs, this.blockedMs(now)));
    this.reading = null; // when the block is over there is room again
  }
}

function countFrom(header: string | null): number | null {
  return header !== null && /^\d{1,9}$/.test(header.trim()) ? Number(header) : null;
}
