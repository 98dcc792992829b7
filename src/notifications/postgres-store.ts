import { z } from 'zod';
import { later } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import { nextDueIn } from '../queue/next-due';
import type { Database } from '../postgres/database';
import { jsonText } from '../postgres/stored-text';
import type { AttemptReference } from '../orders/use-cases/verify';
import { NotificationLog } from './notification-log';
import { MOST_WAITING_PER_PAYMENT, PAUSE_MS } from './retry-schedule';
import { crowdedRow, KEEP, NEXT_DUE, PUT_OFF, SETTLE, TAKE_DUE, takenRow } from './statements';
import type { Notification, NotificationStore, ClaimedNotification } from './store';

/**
 * Notices in PostgreSQL: kept before they are answered, looked into by whichever process gets to them first, kept afterwards as
 * evidence of what Blink said and when.
 */
export class PostgresNotificationStore implements NotificationStore {
  constructor(private readonly database: Database) {}

  keep(notices: readonly Notification[], now: Date): Promise<readonly AttemptReference[]> {
    const rows = new Map(
      notices.map((notice) => [`${notice.attemptId} ${notice.transactionId ?? ''}`, rowOf(notice)]),
    );
    const values = [jsonText([...rows.values()]), now, MOST_WAITING_PER_PAYMENT];
    return this.database.run(KEEP, values, crowdedRow);
  }

  async claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly ClaimedNotification[]> {
    const values = [now, limit, later(now, PAUSE_MS), later(now, leaseMs)];
    for (;;) {
      const due = await this.database.run(TAKE_DUE, values, takenRow);
      const taken = due.filter(({ isTaken }) => isTaken);
      if (taken.length > 0 || due.length === 0) return taken; // those of payments that are not to be looked at yet were put off
    }
  }

  async done({ id, notice: { attemptId, transactionId } }: ClaimedNotification, now: Date): Promise<void> {
    await this.database.run(SETTLE, [id, attemptId, transactionId, now], z.never());
  }

  async postpone({ id }: ClaimedNotification, again: Date | null, failure: string, now: Date): Promise<void> {
    await this.database.run(PUT_OFF, [id, again, failure, now], z.never());
  }

  nextDueAt(): Promise<Date | null> {
    return nextDueIn(this.database, NEXT_DUE, []);
  }

  backlog(): Promise<Backlog> {
    return new NotificationLog(this.database).backlog();
  }
}

function rowOf({ orderId, attemptId, transactionId, said }: Notification) {
  return { order_id: orderId, attempt_id: attemptId, transaction_id: transactionId, said: said ?? {} };
}
