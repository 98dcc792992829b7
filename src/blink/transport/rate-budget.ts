import type { Clock } from '../../kernel/clock';
import { later, MINUTE, SECOND } from '../../kernel/clock';
import { retryAfterMs } from './retry-after';
import type { Outcome } from './exchange';

export type Urgency = 'charge' | 'verify' | 'intent' | 'another_intent' | 'sweep' | 'look';

/**
 * The share of Blink's limit that a call of this urgency leaves to the more urgent ones. Calls that shoppers can cause as often as they
 * like (further forms, looking for news) leave the most, so that every shopper gets a first form and can pay.
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
 * When little is left, only Blink knows when there is more: after this time one call is sent to find out.
 * The more urgent calls are sent first, and the others see what those found; a charge must not be a probe, so it comes last.
 */
const PROBES_AFTER_MS: Readonly<Record<Urgency, number>> = {
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

/** Blink's rate limit, as Blink's headers tell it. No rate is assumed: without headers every call may be sent. */
export class RateBudget {
  private reading: Reading | null = null;
  private blockedUntil: Date | null = null;
  /** Calls sent since the reading: Blink has counted them, but its headers that show it have not arrived yet. */
  private since = 0;

  constructor(private readonly clock: Clock) {}

  /** How long a call should wait before it checks again; 0 when it may be sent now. */
  heldBackMs(urgency: Urgency): number {
    const now = this.clock.now();
    const blockedMs = this.blockedMs(now);
    if (blockedMs > 0) return blockedMs;
    if (!this.reading || this.hasRoom(this.reading, urgency)) return 0;
    const agoMs = now.getTime() - this.reading.at.getTime();
    return agoMs < 0 ? 0 : Math.max(0, PROBES_AFTER_MS[urgency] - agoMs);
  }

  private blockedMs(now: Date): number {
    const leftMs = (this.blockedUntil?.getTime() ?? 0) - now.getTime();
    return leftMs > MINUTE ? 0 : Math.max(0, leftMs); // no block is longer: the clock was set back
  }

  private hasRoom({ limit, left }: Reading, urgency: Urgency): boolean {
    return left - this.since > Math.ceil(limit * LEAVES[urgency]);
  }

  /** Called before each call is sent: the next call that would probe the limit waits for what this one finds. */
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
