import type { Money } from '../../kernel/money';
import type { ReadUrgency } from '../payments/transaction';
import type { Payer, Browser, PaymentAnswer } from '../payments/payment';

/**
 * Repeat payments: card schedules that Blink runs by itself once they were started.
 * A call that starts, changes or ends something is sent once, whatever happens, and throws BlinkNotAsked when it is certain that
 * nothing was sent. Only what an answer clearly says is believed; otherwise the schedule is read again.
 */
export interface RepeatPaymentCalls {
  /**
   * Charges what is due today and has the later payments charged on their days.
   * @throws InvalidInput, before anything is sent, for what Blink's format cannot express
   */
  create(schedule: NewSchedule): Promise<ScheduleAnswer>;
  /**
   * @param currency of the plan, for the amounts where Blink shows none
   * @throws ScheduleNotFound when Blink does not know the schedule
   */
  get(key: ScheduleKey, currency: string, urgency?: ReadUrgency): Promise<BlinkSchedule>;
  /**
   * Finds schedules by reading Blink's list of that type page by page, to its end: Blink has no search.
   * @param currency of the plan, for the amounts where Blink shows none
   * @param sharing `any_recent_walk` accepts the walk of another caller that was begun a moment ago; a reference that such a walk did not
   *   find may exist all the same, so the result then has a gap
   */
  findByReferences(
    type: ScheduleType,
    references: readonly string[],
    currency: string,
    urgency?: ReadUrgency,
    sharing?: 'own_walk' | 'any_recent_walk',
  ): Promise<ListedSchedules>;
  /** Cancels all remaining payments of the schedule. */
  cancelAll(key: ScheduleKey): Promise<ScheduleOperationAnswer>;
  /** Cancels one upcoming payment. */
  cancelOne(key: ScheduleKey, recurringId: number): Promise<ScheduleOperationAnswer>;
  /** Refunds one paid payment: the whole of it, since how to refund a part is not published. */
  refundOne(key: ScheduleKey, recurringId: number): Promise<ScheduleOperationAnswer>;
  /** Retries a declined payment now. */
  retryOne(key: ScheduleKey, recurringId: number): Promise<ScheduleOperationAnswer>;
  /** All upcoming payments are charged to this card. */
  updateCard(key: ScheduleKey, paymentToken: string): Promise<ScheduleOperationAnswer>;
}

/** The schedules in Blink's list that have certain references. */
export interface ListedSchedules {
  /** Every such schedule that could be read. */
  readonly found: readonly BlinkSchedule[];
  /** Why the list may have another schedule under these references; null when the whole list was read and has no other. */
  readonly gap: string | null;
}

export type ScheduleType = 'fixed' | 'variable';

/** Names a schedule. Blink numbers the schedules of each type by themselves: the number 12 may exist twice. */
export interface ScheduleKey {
  readonly type: ScheduleType;
  readonly id: number;
}

/** A day of the calendar, `2026-12-31`. */
export type IsoDay = string;

export interface NewSchedule {
  readonly plan: SchedulePlan;
  /** Our reference is unguessable: it proves whose schedule this is. */
  readonly reference: string;
  /** The currency of every amount in the plan. */
  readonly currency: string;
  readonly intentReference: string;
  readonly card: ScheduleCard;
  readonly payer: Payer;
  /** The return address that the intent was made with: an answer that leads elsewhere is not believed. */
  readonly returnUrl: string;
}

export type ScheduleCard =
  /** The customer is present and the bank may challenge (ECOM). */
  | { readonly kind: 'customer_present'; readonly paymentToken: string; readonly browser: Browser }
  /** The card was read out by telephone (MOTO). */
  | { readonly kind: 'by_phone'; readonly paymentToken: string }
  /** The card of an earlier payment is used. */
  | { readonly kind: 'of_transaction'; readonly transactionId: string };

export type SchedulePlan = FixedPlan | VariablePlan;

/** The same amount on every payment, except perhaps the first and the last. */
export interface FixedPlan {
  readonly type: 'fixed';
  readonly amount: Money;
  /** Null when the first amount is the same as the others; likewise `finalAmount`. */
  readonly firstAmount: Money | null;
  readonly finalAmount: Money | null;
  readonly frequency: 'days' | 'weeks' | 'months';
  /** How many units lie between two payments: 2 with weeks is every second week. */
  readonly every: number;
  /** Null for today. */
  readonly startDate: IsoDay | null;
  /** How many payments in all; null when the plan runs until somebody ends it. */
  readonly instalments: number | null;
  readonly finalDate: IsoDay | null;
}

/** Each day has an amount of its own. Blink keeps the days in the order in which they are sent. */
export interface VariablePlan {
  readonly type: 'variable';
  readonly entries: readonly { readonly date: IsoDay; readonly amount: Money }[];
}

/** The meaning of the answer to a new schedule. Anything that is not clearly one of the others is `unknown`. */
export type ScheduleAnswer =
  /** The schedule exists, under our reference. */
  | { readonly kind: 'created'; readonly schedule: BlinkSchedule }
  /** Blink names only the schedule, or the transaction that was to start it: that has to be read before anything is believed. */
  | {
      readonly kind: 'named';
      readonly scheduleId: number | null;
      readonly transactionId: string | null;
    }
  | Exclude<PaymentAnswer, { readonly kind: 'named' | 'bank_page' }>;

/** The meaning of the answer to an operation on an existing schedule. Anything not clearly one of the first two is `unknown`. */
export type ScheduleOperationAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The operation may have happened. `cause` is a short fixed word for the log. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** A schedule as Blink shows it. */
export interface BlinkSchedule {
  readonly key: ScheduleKey;
  /** Blink's status word, unchanged, empty when there is none; `meaningOfSchedule` says what it means. */
  readonly status: string;
  /** Empty when Blink shows none. */
  readonly reference: string;
  /** Null when Blink does not say: then all amounts are in the plan's currency. */
  readonly currency: string | null;
  /** Null when Blink does not say. */
  readonly isActive: boolean | null;
  /** In Blink's order. A new schedule shows at most 15, and one more after each payment; not every answer has all that exist. */
  readonly instalments: readonly BlinkInstalment[];
  /** The schedule before this one and the one after it: after some changes Blink continues with another schedule, of the same type. */
  readonly parentId: number | null;
  readonly childId: number | null;
  /** Payments in the answer that cannot be read, by Blink's `recurring_id`; null where even that is unreadable. */
  readonly unreadable: readonly (number | null)[];
  /** The keys of all values in the answer that cannot be read, never the values. */
  readonly unclear: readonly string[];
}

export interface BlinkInstalment {
  /** Blink's `recurring_id`. */
  readonly id: number;
  /** Null when Blink does not say. */
  readonly date: IsoDay | null;
  /** The amount paid or due; null when Blink does not say. */
  readonly amount: Money | null;
  /** Blink's status word, unchanged, null when there is none; `meaningOfInstalment` says what it means. */
  readonly status: string | null;
  /** Null when Blink does not say. */
  readonly isProcessed: boolean | null;
  /** The gateway's number of the payment, once there is one. */
  readonly xref: string | null;
  /** Answers of 2023 have the card's token in the place of `xref`. The token itself is dropped. */
  readonly hasCardToken: boolean;
  /** Blink's own text: `Payment 1`. */
  readonly reference: string | null;
}

/** What Blink's status word means for a schedule. */
export type ScheduleMeaning = 'pending' | 'active' | 'cancelled' | 'completed' | 'unknown';

/** What Blink's status word means for one payment of a schedule. */
export type InstalmentMeaning = 'pending' | 'paid' | 'declined' | 'refunded' | 'cancelled' | 'unknown';
