import type { RepeatPaymentEvent } from '../../orders/domain/events';
import type { Entry } from '../domain/history';
import { outcomeOf } from '../domain/outcome';
import type { RepeatPayment, ScheduleKey } from '../domain/repeat-payment';
import type { Standing } from './backlog-stats';
import type { DueRepeatPayment, RepeatPaymentQuery, RepeatPaymentStore } from './store';
import type { Listing } from '../../ledger/list-position';

/** What one append wrote. */
export interface Written {
  readonly repeatPayment: RepeatPayment;
  readonly entries: readonly Entry[];
  readonly events: readonly RepeatPaymentEvent[];
}

/** Must not throw: what it is told of has happened. */
export type Listener = (written: Written) => void;

/** A store that tells others what it has written, after it was written: what they do with it cannot change that any more. */
export class TellingRepeatPaymentStore implements RepeatPaymentStore {
  constructor(
    private readonly store: RepeatPaymentStore,
    private readonly listeners: readonly Listener[],
  ) {}

  async append(before: RepeatPayment | null, entries: readonly Entry[]): Promise<RepeatPayment> {
    const repeatPayment = await this.store.append(before, entries);
    if (this.listeners.length === 0) return repeatPayment;
    const { events } = outcomeOf(before, entries);
    for (const listen of this.listeners) listen({ repeatPayment, entries, events });
    return repeatPayment;
  }

  find(id: string): Promise<RepeatPayment | null> {
    return this.store.find(id);
  }

  findByToken(token: string): Promise<RepeatPayment | null> {
    return this.store.findByToken(token);
  }

  findSchedule(key: ScheduleKey): Promise<string | null> {
    return this.store.findSchedule(key);
  }

  list(query: RepeatPaymentQuery): Promise<Listing<RepeatPayment>> {
    return this.store.list(query);
  }

  history(id: string): Promise<readonly Entry[]> {
    return this.store.history(id);
  }

  requestLook(id: string, now: Date): Promise<boolean> {
    return this.store.requestLook(id, now);
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly DueRepeatPayment[]> {
    return this.store.claimDue(now, limit, leaseMs);
  }

  nextDueAt(now: Date): Promise<Date | null> {
    return this.store.nextDueAt(now);
  }

  reschedule(due: DueRepeatPayment, lookedAt: Date, pauseMs: number): Promise<void> {
    return this.store.reschedule(due, lookedAt, pauseMs);
  }

  standing(now: Date): Promise<Standing> {
    return this.store.standing(now);
  }
}
