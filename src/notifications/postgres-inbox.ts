import { z } from 'zod';
import { later, MINUTE, SECOND, type Timers } from '../kernel/clock';
import type { Backlog } from '../queue/backlog';
import type { Database } from '../postgres/database';
import { jsonText } from '../postgres/stored-text';
import type { Payments } from '../orders/use-cases/payments';
import { GatheredWrites } from './gathered-writes';
import type { Inbox, Notice, OnNotice } from './inbox';
import { NoticeArchive } from './notification-log';
import { crowdedRow, KEEP, PUT_OFF, SETTLE, TAKE_DUE, type Taken, takenRow } from './statements';
import { MOST_WAITING_PER_PAYMENT, nextTryAt, PAUSE_MS } from './retry-schedule';
import { workOff } from './process-notification';

const LOOKS_AT_ONCE = 8;
/** What another process accepted, or put off, is seen within this. */
const LOOK_AROUND_EVERY_MS = SECOND;
/** No look takes so long: after this its process counts as lost, and another looks. */
const LEASE_MS = 3 * MINUTE;

/**
 * Notices in PostgreSQL: kept before they are answered, worked off by whichever process gets to them first, kept afterwards as
 * evidence of what Blink said and when.
 */
export class PostgresInbox implements Inbox {
  private readonly writes: GatheredWrites<Notice>;
  private readonly looks = new Set<Promise<void>>();
  private round: Promise<void> | null = null;
  private isAskedAgain = false;
  private isStarted = false;
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly payments: Payments,
    private readonly timers: Timers,
    private readonly onNotice: OnNotice = () => undefined,
  ) {
    this.writes = new GatheredWrites((notices) => this.keep(notices));
  }

  /** @throws DatabaseUnavailable when it could not be kept: then the sender must not hear that it was */
  async accept(notice: Notice): Promise<void> {
    try {
      await this.writes.add(notice);
    } catch (error) {
      this.onNotice('not_kept');
      throw error;
    }
    this.onNotice('received');
    this.lookAround();
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.isStopped = false;
    this.lookAround();
    this.lookAroundLater();
  }

  async stop(): Promise<void> {
    this.isStarted = false;
    this.isStopped = true;
    await this.drain();
  }

  async drain(): Promise<void> {
    while (this.round ?? this.looks.size > 0) await Promise.all([this.round, ...this.looks]);
  }

  backlog(): Promise<Backlog> {
    return new NoticeArchive(this.database).backlog();
  }

  private async keep(notices: readonly Notice[]): Promise<void> {
    const rows = new Map(
      notices.map((notice) => [`${notice.attemptId} ${notice.transactionId ?? ''}`, rowOf(notice)]),
    );
    const values = [jsonText([...rows.values()]), this.payments.clock.now(), MOST_WAITING_PER_PAYMENT];
    for (const payment of await this.database.run(KEEP, values, crowdedRow)) {
      this.onNotice('left_out');
      this.payments.log.warn(payment, 'too many notifications wait for one payment');
    }
  }

  private lookAroundLater(): void {
    this.timers.after(LOOK_AROUND_EVERY_MS, () => {
      if (!this.isStarted) return;
      this.lookAround();
      this.lookAroundLater();
    });
  }

  /** One round at a time; who asks during one gets another after it, since what they mean may have come too late for it. */
  private lookAround(): void {
    if (this.isStopped) return;
    this.isAskedAgain = true;
    this.round ??= this.lookWhileAsked().finally(() => {
      this.round = null;
    });
  }

  private async lookWhileAsked(): Promise<void> {
    try {
      while (this.isAskedAgain) {
        this.isAskedAgain = false;
        await this.startLooks();
      }
    } catch (error) {
      this.payments.log.error({ reason: nameOf(error) }, 'notifications could not be taken up');
    }
  }

  private async startLooks(): Promise<void> {
    while (!this.isStopped) {
      while (this.looks.size >= LOOKS_AT_ONCE) await Promise.race(this.looks);
      const due = await this.takeDue(LOOKS_AT_ONCE - this.looks.size);
      if (due.length === 0) return;
      for (const taken of due.filter(({ isTaken }) => isTaken)) this.startLook(taken);
    }
  }

  private takeDue(limit: number): Promise<Taken[]> {
    const now = this.payments.clock.now();
    return this.database.run(TAKE_DUE, [now, limit, later(now, PAUSE_MS), later(now, LEASE_MS)], takenRow);
  }

  private startLook(taken: Taken): void {
    const look = this.look(taken)
      .catch((error: unknown) => {
        const { orderId, attemptId } = taken.notice;
        this.payments.log.error(
          { orderId, attemptId, reason: nameOf(error) },
          'what became of a notification could not be kept',
        );
      })
      .finally(() => this.looks.delete(look));
    this.looks.add(look);
  }

  private async look(taken: Taken): Promise<void> {
    try {
      const next = await workOff(this.payments, taken.notice);
      if (next) await this.writes.add(next);
    } catch (error) {
      await this.putOff(taken, nameOf(error));
      return;
    }
    const { attemptId, transactionId } = taken.notice;
    const values = [taken.id, attemptId, transactionId, this.payments.clock.now()];
    await this.database.run(SETTLE, values, z.never());
    this.onNotice('worked_off');
  }

  private async putOff({ id, notice, tries, receivedAt }: Taken, reason: string): Promise<void> {
    const now = this.payments.clock.now();
    const again = nextTryAt(tries, receivedAt, now);
    const { log } = this.payments;
    const data = { ...notice, reason, failures: tries };
    if (again) log.warn(data, 'a notification could not be worked off');
    else log.error(data, 'a notification was given up');
    await this.database.run(PUT_OFF, [id, again, reason, now], z.never());
    this.onNotice(again ? 'put_off' : 'given_up');
  }
}

function rowOf({ orderId, attemptId, transactionId, said }: Notice) {
  return { order_id: orderId, attempt_id: attemptId, transaction_id: transactionId, said: said ?? {} };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
