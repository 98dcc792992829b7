import type { Money } from '../../kernel/money';
import type { Day } from './days';
import type { Plan, PlanType } from './plan';
import type { Customer } from '../../payments/customer';
import type { KeptIntent } from '../../payments/kept-intent';
import type { Challenge } from '../../payments/challenge';

/** Card payments that Blink takes by itself, on a plan that the customer agreed to. Never changed in place: this is the sum of its history. */
export interface RepeatPayment {
  readonly id: string;
  /** The capability in `checkout_url`. Never logged, never in the API apart from that address. */
  readonly token: string;
  readonly reference: string;
  readonly plan: Plan;
  readonly customer: Customer;
  /** The paid order whose card it uses; null when a card is entered for it. */
  readonly orderId: string | null;
  readonly successUrl: string | null;
  readonly createdAt: Date;
  /** From then on nobody can agree to it any more. */
  readonly expiresAt: Date;
  /** It came to its end before it started. */
  readonly closed: Closed | null;
  readonly setups: readonly Enrolment[];
  /** What Blink made of it, once it started. */
  readonly schedule: Schedule | null;
  /** What Blink has shown so far, by its day. What it showed once is never dropped. */
  readonly payments: readonly ShownPayment[];
  readonly moves: readonly Operation[];
  /** Schedules at Blink that should not be there: a second one, or one that started after the end. */
  readonly strays: readonly OrphanSchedule[];
  /** For entering another card: the newest that was opened. */
  readonly cardCheck: CardCheck | null;
  readonly review: Review | null;
  /** What humans have looked at: `settled-reviews.ts`. */
  readonly settledReviews: readonly string[];
  /** How many entries its history has. */
  readonly version: number;
}

export interface Closed {
  readonly as: 'cancelled' | 'expired';
  readonly at: Date;
}

/** Blink counts the schedules of each type by themselves: 12 may exist twice. */
export interface ScheduleKey {
  readonly type: PlanType;
  readonly id: number;
}

export const SCHEDULE_STATUSES = ['pending', 'active', 'cancelled', 'completed'] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

export interface Schedule {
  readonly key: ScheduleKey;
  readonly setupId: string;
  readonly status: ScheduleStatus;
  /** When we learnt that it exists. */
  readonly startedAt: Date;
  /** The first day of a plan that names none itself. */
  readonly agreedOn: Day;
}

export const PAYMENT_STATUSES = ['pending', 'paid', 'declined', 'refunded', 'cancelled'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** One payment of the schedule, as Blink showed it last. */
export interface ShownPayment {
  /** Blink's recurring id. */
  readonly id: number;
  readonly date: Day;
  readonly amount: Money;
  readonly status: PaymentStatus;
  /** When its status became what it is. */
  readonly since: Date;
  /** It was `cancelled` before it became what it is. */
  readonly wasCalledOff: boolean;
}

export const ENROLMENT_STATUSES = [
  'ready',
  'charging',
  'challenged',
  'unknown',
  'started',
  'declined',
  'abandoned',
] as const;
export type EnrolmentStatus = (typeof ENROLMENT_STATUSES)[number];

/** One try to start the schedule: one intent at Blink, one nonce. */
export interface Enrolment {
  readonly id: string;
  /** 128 random bits that travel through Blink in the schedule's reference and prove that it is this setup's. */
  readonly nonce: string;
  readonly presence: Presence;
  readonly intent: KeptIntent;
  /** What is taken while the customer agrees; null when that is only a check of the card. */
  readonly dueAtOnce: Money | null;
  readonly status: EnrolmentStatus;
  readonly createdAt: Date;
  /** When it was claimed: from here on money may move. */
  readonly chargedAt: Date | null;
  /** Since when nobody knows what became of it. */
  readonly unknownSince: Date | null;
  /** When Blink turned it away before looking at it: it may be sent again, on the same intent. It is looked for all the same. */
  readonly turnedAwayAt: Date | null;
  readonly challenge: Challenge | null;
  readonly declineReason: string | null;
  /** The number of the schedule, when Blink's own answer named it and it could not be read yet. */
  readonly scheduleId: number | null;
}

/** Whether the customer enters the card (and the bank may ask), reads it out by telephone, or has paid with it before. */
export type Presence = 'online' | 'phone' | 'stored_card';

export const OPERATION_KINDS = [
  'cancel_all',
  'cancel_payment',
  'refund_payment',
  'retry_payment',
  'update_card',
  'end_stray',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** `withdrawn`: it is certain that Blink was not asked, or has not done what it is to be asked again. */
export const OPERATION_STATUSES = ['claimed', 'done', 'refused', 'withdrawn', 'unknown'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** Something that Blink was asked to do with the schedule, once. */
export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  /** Which payment, where it is about one. */
  readonly paymentId: number | null;
  /** Which schedule: our own, or a stray. */
  readonly key: ScheduleKey;
  readonly status: OperationStatus;
  readonly at: Date;
  readonly reason: string | null;
}

export interface OrphanSchedule {
  readonly key: ScheduleKey;
  readonly setupId: string;
  readonly foundAt: Date;
}

/** An intent that takes no money and gives the form for another card. */
export interface CardCheck {
  readonly id: string;
  readonly intent: KeptIntent;
  readonly createdAt: Date;
  /** A card from it was sent to Blink, and not refused. */
  readonly isUsed: boolean;
}

export const REVIEW_REASONS = [
  'outcome_unknown',
  'started_twice',
  'started_late',
  'plan_differs',
  'unknown_status',
  'still_running',
  'replaced_at_blink',
  'payment_overdue',
  'schedule_missing',
  'cancel_unknown',
  'refund_unknown',
  'retry_unknown',
  'card_update_unknown',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

export interface Review {
  readonly reason: ReviewReason;
  readonly at: Date;
}
