import { later } from '../../kernel/clock';
import { MemoryFeed } from '../../ledger/memory-feed';
import { MemoryStore } from '../../ledger/memory-store';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import { backlogOf } from '../../queue/backlog';
import type { Change } from '../domain/history';
import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import type { Standing } from './backlog-stats';
import { scheduleClaim } from './claims';
import { REPEAT_PAYMENTS } from './repeat-payment-kind';
import type { DueRepeatPayment, RepeatPaymentQuery, RepeatPaymentStore } from './store';

/** Repeat payments in this process, for as long as it lives. */
export class MemoryRepeatPaymentStore
  extends MemoryStore<RepeatPayment, Change, RepeatPaymentEvent, RepeatPaymentQuery>
  implements RepeatPaymentStore
{
  /** @param feed the one that orders are told in, too */
  constructor(
    feed: Pick<MemoryFeed<RepeatPaymentEvent>, 'add'> = new MemoryFeed<RepeatPaymentEvent>(),
    most = 20_000,
  ) {
    super(REPEAT_PAYMENTS, feed, most);
  }

  findSchedule(key: ScheduleKey): Promise<string | null> {
    return Promise.resolve(this.claims.holderOf(scheduleClaim(key))?.id ?? null);
  }

  requestLook(id: string, now: Date): Promise<boolean> {
    return Promise.resolve(this.schedule.ask(id, now));
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly DueRepeatPayment[]> {
    return Promise.resolve(this.schedule.claim(now, limit, leaseMs));
  }

  reschedule({ id, asks }: DueRepeatPayment, lookedAt: Date, pauseMs: number): Promise<void> {
    const current = this.current(id);
    if (current) this.schedule.lookedAt(current, lookedAt, later(lookedAt, pauseMs), asks);
    return Promise.resolve();
  }

  standing(now: Date): Promise<Standing> {
    return Promise.resolve({
      inReview: this.reviews.count(),
      overdue: backlogOf(this.schedule.overdue(now)),
      asked: backlogOf(this.schedule.asked()),
    });
  }
}
