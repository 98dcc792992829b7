import type { Backlog } from '../../queue/backlog';
import type { Standing } from '../../orders/store/backlog-stats';

/** The numbers that are not counted as things happen but asked for whenever the metrics are read. */
export interface Sources {
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly durable: boolean }>;
  /** The state of our keys at Blink, and all possible states. */
  readonly account: { readonly states: readonly string[]; readonly now: () => string };
  readonly orders: () => Promise<Standing>;
  readonly repeatPayments: {
    /** Every possible reason for a review. */
    readonly reasons: readonly string[];
    readonly standing: () => Promise<BacklogOfRepeatPayments>;
  };
  readonly notifications: () => Promise<Backlog>;
  /** Null when the shop is sent no events. */
  readonly events: (() => Promise<Backlog>) | null;
  /** Null when no email is sent. */
  readonly letters: (() => Promise<Backlog>) | null;
  /** Null without a database. */
  readonly connections: (() => Connections) | null;
}

export interface BacklogOfRepeatPayments {
  readonly inReview: ReadonlyMap<string, number>;
  readonly overdue: Backlog;
  /** The repeat payments that wait to be read at Blink because of a notification. */
  readonly asked: Backlog;
}

export interface Connections {
  readonly limit: number;
  readonly busy: number;
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}
