import type { Money } from '../../kernel/money';
import type { ReadUrgency } from '../payments/transaction';
import type { Payer, Browser, PaymentAnswer } from '../payments/payment';

/**
 * Repeat payments: card schedules that Blink runs by itself once they were started.
 * What starts, moves or ends something is sent once, whatever happens, and throws BlinkNotAsked when it is certain that
 * nothing was sent. No answer to such a call is believed further than it is clear; the schedule is read again.
 */
export interface RepeatPaymentCalls {
  /** Takes what is due today and has the rest taken on its days. @throws InvalidInput, before anything is sent, for what Blink's format cannot carry */
  create(schedule: NewSchedule): Promise<ScheduleAnswer>;
  /**
   * @param currency of the plan, for the amounts where Blink shows none
   * @throws ScheduleNotFound when Blink does not know it
   */
  get(key: ScheduleKey, currency: string, urgency?: ReadUrgency): Promise<BlinkSchedule>;
  /**
   * Reads Blink's list of that type page by page, to its end: there is no search.
   * @param currency of the plan, for the amounts where Blink shows none
   * @param sharing `any_recent_walk`: somebody else's that was begun a moment ago will do, and then there is a gap where it has none
   */
  findByReferences(
    type: ScheduleType,
    references: readonly string[],
    currency: string,
    urgency?: ReadUrgency,
    sharing?: 'own_walk' | 'any_recent_walk',
  ): Promise<ListedSchedules>;
  /** Ends all that is left of the schedule. */
  cancelAll(key: ScheduleKey): Promise<ScheduleOperationAnswer>;
  /** Calls off one payment that is still to come. */
  cancelOne(key: ScheduleKey, recurringId: number): Promise<ScheduleOperationAnswer>;
  /** Gives one payment back that was taken: the whole of it, since how to ask for a part is not published. */
  refundOne(key: ScheduleKey, recurringId: number): Promise<ScheduleOperationAnswer>;
  /** Has a payment that was declined taken again, now. */
  retryOne(key: ScheduleKey, recurringId: number): Promise<ScheduleOperationAnswer>;
  /** Everything that is still to come is taken from this card. */
  updateCard(key: ScheduleKey, paymentToken: string): Promise<ScheduleOperationAnswer>;
}

/** What Blink's list has under some references. */
export interface ListedSchedules {
  /** Every one that could be read. */
  readonly found: readonly BlinkSchedule[];
  /** Why the list may have another one under these references; null when the whole of it was read and has no other. */
  readonly gap: string | null;
}

export type ScheduleType = 'fixed' | 'variable';

/** Blink counts the schedules of each type by themselves: 12 may exist twice. */
export interface ScheduleKey {
  readonly type: ScheduleType;
  readonly id: number;
}

/** A day of the calendar, `2026-12-31`. */
export type IsoDay = string;

export interface NewSchedule {
  readonly plan: SchedulePlan;
  /** Ours, and unguessable: it proves whose schedule this is. */
  readonly reference: string;
  /** Of every amount in the plan. */
  readonly currency: string;
  readonly intentReference: string;
  readonly card: ScheduleCard;
  readonly payer: Payer;
  /** The one that the intent was made with: an answer that leads elsewhere is not believed. */
  readonly returnUrl: string;
}

export type ScheduleCard =
  /** The customer is there and the bank may ask (ECOM). */
  | { readonly kind: 'customer_present'; readonly paymentToken: string; readonly browser: Browser }
  /** Read out by telephone (MOTO). */
  | { readonly kind: 'by_phone'; readonly paymentToken: string }
  /** The card of an earlier payment, without a new one. */
  | { readonly kind: 'of_transaction'; readonly transactionId: string };

export type SchedulePlan = FixedPlan | VariablePlan;

/** The same amount again and again. */
export interface FixedPlan {
  readonly type: 'fixed';
  readonly amount: Money;
  /** Null: the same as the others. */
  readonly firstAmount: Money | null;
  readonly finalAmount: Money | null;
  readonly frequency: 'days' | 'weeks' | 'months';
  /** Every so many of them. */
  readonly every: number;
  /** Null: today. */
  readonly startDate: IsoDay | null;
  /** How many payments in all; null: until somebody ends it. */
  readonly instalments: number | null;
  readonly finalDate: IsoDay | null;
}

/** An amount of its own on each of its days. Blink keeps them in the order in which they are sent. */
export interface VariablePlan {
  readonly type: 'variable';
  readonly entries: readonly { readonly date: IsoDay; readonly amount: Money }[];
}

/** What the answer to a new schedule says. Anything that is not clearly one of the others is `unknown`. */
export type ScheduleAnswer =
  /** It exists, under our reference. */
  | { readonly kind: 'created'; readonly schedule: BlinkSchedule }
  /** Blink names the schedule, or the transaction that was to start it, and no more: look before you believe. */
  | {
      readonly kind: 'named';
      readonly scheduleId: number | null;
      readonly transactionId: string | null;
    }
  | Exclude<PaymentAnswer, { readonly kind: 'named' | 'bank_page' }>;

/** What the answer to a call about an existing schedule says. Anything that is not clearly one of the first two is `unknown`. */
export type ScheduleOperationAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may have happened. `cause` is a short fixed word for the log. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** A schedule as Blink shows it. */
export interface BlinkSchedule {
  readonly key: ScheduleKey;
  /** Blink's word as it came, empty when there is none; `meaningOfSchedule` says what it means. */
  readonly status: string;
  /** Empty when there is none. */
  readonly reference: string;
  /** Null when Blink does not say: then all amounts are in the plan's. */
  readonly currency: string | null;
  /** Null when Blink does not say. */
  readonly isActive: boolean | null;
  /** In Blink's order. At first at most 15 of them, and one more after each payment; not every answer has all that exist. */
  readonly instalments: readonly BlinkInstalment[];
  /** After some changes Blink goes on with another schedule, of the same type. */
  readonly parentId: number | null;
  readonly childId: number | null;
  /** Payments that are there and cannot be read, by Blink's `recurring_id`, null where even that cannot be: nothing is known of them. */
  readonly unreadable: readonly (number | null)[];
  /** The keys of all that is there and cannot be read, never their values. */
  readonly unclear: readonly string[];
}

export interface BlinkInstalment {
  /** Blink's `recurring_id`. */
  readonly id: number;
  /** Null when Blink does not say. */
  readonly date: IsoDay | null;
  /** What was taken or is to be taken; null when Blink does not say. */
  readonly amount: Money | null;
  /** Blink's word as it came, null when there is none; `meaningOfInstalment` says what it means. */
  readonly status: string | null;
  /** Null when Blink does not say. */
  readonly isProcessed: boolean | null;
  /** The gateway's number of the payment, once there is one. */
  readonly xref: string | null;
  /** Answers of 2023 have the card's token in the place of `xref`. What it is is not kept. */
  readonly hasCardToken: boolean;
  /** `Payment 1`, by Blink. */
  readonly reference: string | null;
}

/** What Blink's word says of a schedule. */
export type ScheduleMeaning = 'pending' | 'active' | 'cancelled' | 'completed' | 'unknown';

/** What Blink says of one payment of a schedule. */
export type InstalmentMeaning = 'pending' | 'paid' | 'declined' | 'refunded' | 'cancelled' | 'unknown';
