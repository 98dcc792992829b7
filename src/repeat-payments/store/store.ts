import { AppError, ChangedMeanwhile, NotFound } from '../../kernel/errors';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import type { Change } from '../domain/history';
import type { LedgerStore } from '../../ledger/store';
import type { PlanType } from '../domain/plan';
import type { RepeatPayment, ScheduleKey, ScheduleStatus } from '../domain/repeat-payment';
import type { Standing } from './backlog-stats';
import type { PageQuery } from '../../ledger/list-position';

/**
 * Keeps repeat payments. Two implementations pass the same contract tests: those of the ledger, and their own. An append is refused with
 * RepeatPaymentChanged when another change came first, with ScheduleTaken or SetupIntentTaken when another one has it.
 */
export interface RepeatPaymentStore extends LedgerStore<
  RepeatPayment,
  Change,
  RepeatPaymentQuery,
  RepeatPaymentEvent
> {
  /** Whose schedule this is, also of repeat payments that are no longer kept. */
  findSchedule(key: ScheduleKey): Promise<string | null>;

  /**
   * Asks for a look as soon as may be: kept when this resolves, and one look stands for any number that asked before it began.
   * @returns whether the repeat payment is kept here
   */
  requestLook(id: string, now: Date): Promise<boolean>;
  /**
   * Repeat payments whose time to be looked at has come, each given to one caller only: it is given again after `leaseMs` unless it was
   * rescheduled before.
   */
  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly DueRepeatPayment[]>;
  /** When one is due next, of those that nobody looks at, or is due for a look that was asked for; null when none is. */
  nextDueAt(now: Date): Promise<Date | null>;
  /** Says that it was looked at: it is due again at its next moment after `lookedAt`, or for a look that was asked for since. */
  reschedule(due: DueRepeatPayment, lookedAt: Date, pauseMs: number): Promise<void>;

  standing(now: Date): Promise<Standing>;
}

export interface DueRepeatPayment {
  readonly id: string;
  /** How many looks had been asked for when it was given out. */
  readonly asks: number;
  /** Whether one of them is still to be answered. */
  readonly isAsked: boolean;
}

export interface RepeatPaymentQuery extends PageQuery {
  readonly type?: PlanType | undefined;
  readonly status?: ScheduleStatus | undefined;
  readonly needsReview?: boolean | undefined;
  readonly reference?: string | undefined;
  /** The customer's e-mail address, in any case. */
  readonly customer?: string | undefined;
}

export class RepeatPaymentNotFound extends NotFound {
  constructor() {
    super('There is no such repeat payment');
  }
}

/** Another change came first. */
export class RepeatPaymentChanged extends ChangedMeanwhile {
  readonly code = 'repeat_payment_changed';
  constructor() {
    super('The repeat payment was changed by somebody else at the same moment');
  }
}

export class ScheduleTaken extends AppError {
  readonly status = 409;
  readonly code = 'schedule_taken';
  constructor(readonly key: ScheduleKey) {
    super(`The ${key.type} schedule ${key.id} belongs to another repeat payment`);
  }
}

export class SetupIntentTaken extends AppError {
  readonly status = 409;
  readonly code = 'intent_taken';
  constructor() {
    super('The payment intent belongs to another setup');
  }
}
