import type { Backlog } from '../queue/backlog';

/** Look at this payment: something may have happened to it. */
export interface Notice {
  readonly orderId: string;
  readonly attemptId: string;
  /** Null when the body named none that could be read: then what is known of this attempt is read. */
  readonly transactionId: string | null;
  /** What the body claimed: evidence, believed by nobody. */
  readonly said?: Readonly<Record<string, string>>;
}

/**
 * What becomes of a notification. When it comes: refused, since it knows no capability of ours; received; not kept, so that it is to be sent
 * again. Afterwards: left out, since too many wait for its payment; worked off; put off until later; given up.
 */
export type NoticeFate =
  'refused' | 'received' | 'not_kept' | 'left_out' | 'worked_off' | 'put_off' | 'given_up';

/** Is told of each, for counting. */
export type OnNotice = (fate: NoticeFate) => void;

/** What lies between the answer to a notification and the look at its payment. */
export interface Inbox {
  /** Resolves when the notice is kept by whatever this inbox keeps things in. */
  accept(notice: Notice): Promise<void>;
  /** Begins to work off what this process did not accept itself: what others accepted, and what was left by one that ended. */
  start(): void;
  /** Takes on nothing new by itself; resolves when nothing is being worked on. What still waits is left to whoever starts next. */
  stop(): Promise<void>;
  /** Resolves when nothing is being worked on. */
  drain(): Promise<void>;
  /** What is still to be worked off, wherever it was accepted. */
  backlog(): Promise<Backlog>;
}
