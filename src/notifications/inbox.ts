/** Look at this payment: something may have happened to it. */
export interface Notice {
  readonly orderId: string;
  readonly attemptId: string;
  /** Null when the body named none that could be read: then every transaction that is known is looked at. */
  readonly transactionId: string | null;
}

/** What lies between the answer to a notification and the look at its payment. */
export interface Inbox {
  /** Resolves when the notice is kept by whatever this inbox keeps things in. */
  accept(notice: Notice): Promise<void>;
  /** Resolves when nothing is being worked on. */
  drain(): Promise<void>;
}
