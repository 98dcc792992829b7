import type { Backlog } from '../queue/backlog';
import type { DueWork } from '../queue/contract';
import type { AttemptReference } from '../orders/use-cases/verify';

/** Look at this payment: something may have happened to it. */
export interface Notification extends AttemptReference {
  /** Null when the body named none that could be read: then what is known of this attempt is read. */
  readonly transactionId: string | null;
  /** What the body claimed: evidence, believed by nobody. */
  readonly said?: Readonly<Record<string, string>>;
}

/** A notice that somebody looks into. */
export interface ClaimedNotification {
  readonly id: number;
  readonly notice: Notification;
  readonly receivedAt: Date;
  /** How often it was looked into, this time included. */
  readonly tries: number;
}

/**
 * Keeps notices until they are looked into: at most one of each payment at a time, and the next of the same payment a while after it.
 * A repeat is dropped while its twin waits. Two implementations pass the same contract test (`test/notifications/notices-contract.ts`).
 */
export interface NotificationStore extends DueWork<ClaimedNotification> {
  /** Keeps all of them or none. @returns the payments for which too many wait: one too many is left out */
  keep(notices: readonly Notification[], now: Date): Promise<readonly AttemptReference[]>;
  /** A look has answered it, and what was put off of the same. */
  done(taken: ClaimedNotification, now: Date): Promise<void>;
  /** A look was in vain. @param again null when it was tried for long enough: then it is left to people */
  postpone(taken: ClaimedNotification, again: Date | null, failure: string, now: Date): Promise<void>;
  backlog(): Promise<Backlog>;
}
