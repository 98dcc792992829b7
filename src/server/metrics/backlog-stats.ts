import type { Backlog } from '../../queue/backlog';
import type { Standing } from '../../orders/store/backlog-stats';

/** What is not counted as it happens but asked for whenever somebody wants to know. */
export interface Sources {
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly durable: boolean }>;
  /** What Blink says of our keys, and everything that it can say. */
  readonly account: { readonly states: readonly string[]; readonly now: () => string };
  readonly orders: () => Promise<Standing>;
  readonly repeatPayments: {
    /** Every reason why one can wait for a human. */
    readonly reasons: readonly string[];
    readonly standing: () => Promise<BacklogOfRepeatPayments>;
  };
  readonly notifications: () => Promise<Backlog>;
  /** Null: the shop is sent no events. */
  readonly events: (() => Promise<Backlog>) | null;
  /** Null: no e-mail is sent. */
  readonly letters: (() => Promise<Backlog>) | null;
  /** Null: no database. */
  readonly connections: (() => Connections) | null;
}

export interface BacklogOfRepeatPayments {
  readonly inReview: ReadonlyMap<string, number>;
  readonly overdue: Backlog;
  /** Those that a notification told to look at, until a look has answered it. */
  readonly asked: Backlog;
}

export interface Connections {
  readonly limit: number;
  readonly busy: number;
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}
