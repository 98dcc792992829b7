import { SECOND } from '../../kernel/clock';

/** How long each kind of call may take, its retries and waits included. */
export interface Timeouts {
  readonly tokenMs: number;
  readonly intentMs: number;
  readonly readMs: number;
  /** From sending to the complete answer. Card networks have been seen to take 80 s: a shorter wait gives up on charges that then succeed. */
  readonly chargeMs: number;
  /** Before a charge is sent: how long it may be held back by the rate limit. */
  readonly chargeHeldBackMs: number;
}

export const TIMEOUTS: Timeouts = {
  tokenMs: 10 * SECOND,
  intentMs: 10 * SECOND,
  readMs: 10 * SECOND,
  chargeMs: 50 * SECOND,
  chargeHeldBackMs: 10 * SECOND,
};
