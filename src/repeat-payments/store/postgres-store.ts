import { z } from 'zod';
import { later } from '../../kernel/clock';
import { NO_QUEUES, type QueuesFor } from '../../ledger/outbox-statement';
import { PostgresStore } from '../../ledger/postgres-store';
import { countRow, idRow } from '../../ledger/rows';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import type { Database } from '../../postgres/database';
import { storable } from '../../postgres/stored-text';
import { NOTHING_WAITS } from '../../queue/backlog';
import { nextDueIn } from '../../queue/next-due';
import { nextDueAt } from '../domain/due';
import type { Change } from '../domain/history';
import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import type { Standing } from './backlog-stats';
import { REPEAT_PAYMENTS } from './repeat-payment-kind';
import { ASKED, CLAIM_DUE, dueRow, FIND_SCHEDULE, NEXT_DUE, REQUEST_LOOK, RESCHEDULE } from './statements';
import type { DueRepeatPayment, RepeatPaymentQuery, RepeatPaymentStore } from './store';

/** Repeat payments in PostgreSQL, for any number of processes. */
export class PostgresRepeatPaymentStore
  extends PostgresStore<RepeatPayment, Change, RepeatPaymentEvent, RepeatPaymentQuery>
  implements RepeatPaymentStore
{
  /** @param queuesFor into which queues of the outbox the events go that are written through this; none unless said */
  constructor(database: Database, queuesFor: QueuesFor = NO_QUEUES) {
    super(database, REPEAT_PAYMENTS, queuesFor);
  }

  async findSchedule({ type, id }: ScheduleKey): Promise<string | null> {
    const [use] = await this.database.run(FIND_SCHEDULE, [type, id], idRow);
    return use?.id ?? null;
  }

  async requestLook(id: string, now: Date): Promise<boolean> {
    const asked = await this.database.run(REQUEST_LOOK, [storable(id), now], idRow);
    return asked.length > 0;
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly DueRepeatPayment[]> {
    return this.database.run(CLAIM_DUE, [now, limit, later(now, leaseMs)], dueRow);
  }

  nextDueAt(now: Date): Promise<Date | null> {
    return nextDueIn(this.database, NEXT_DUE, [now]);
  }

  /** A version that comes in between has set its own moment, and it is not put off. */
  async reschedule(due: DueRepeatPayment, lookedAt: Date, pauseMs: number): Promise<void> {
    const current = await this.find(due.id);
    if (!current) return;
    const { id, version } = current;
    const values = [id, version, lookedAt, nextDueAt(current, lookedAt), later(lookedAt, pauseMs), due.asks];
    await this.database.run(RESCHEDULE, values, z.never());
  }

  async standing(now: Date): Promise<Standing> {
    const [backlog, [asked]] = await Promise.all([this.backlog(now), this.database.run(ASKED, [], countRow)]);
    return { ...backlog, asked: asked ?? NOTHING_WAITS };
  }
}
