import type { Money } from '../../kernel/money';
import type { Day } from './days';
import type { Plan } from './plan';
import type {
  OperationKind,
  PaymentStatus,
  Presence,
  ReviewReason,
  ScheduleKey,
  ScheduleStatus,
} from './repeat-payment';
import type { Line } from '../../ledger/line';
import type { Customer } from '../../payments/customer';
import type { KeptIntent } from '../../payments/kept-intent';
import type { Challenge } from '../../payments/challenge';

/** Of a repeat payment. */
export type Entry = Line<Change>;

export interface NewRepeatPayment {
  readonly id: string;
  readonly token: string;
  readonly reference: string;
  readonly plan: Plan;
  readonly customer: Customer;
  readonly orderId: string | null;
  readonly successUrl: string | null;
  readonly expiresAt: Date;
}

export type Change =
  | { readonly type: 'repeat_payment_created'; readonly repeatPayment: NewRepeatPayment }
  | { readonly type: 'repeat_payment_cancelled' }
  | { readonly type: 'repeat_payment_expired' }
  | EnrolmentChange
  | ScheduleChange
  | OperationChange
  | { readonly type: 'card_check_opened'; readonly cardCheckId: string; readonly intent: KeptIntent }
  | { readonly type: 'review_flagged'; readonly reason: ReviewReason }
  | { readonly type: 'review_closed'; readonly resolution: string; readonly note: string }
  /** Everything before this line, and the repeat payment, hold nothing any more that says who the customer was. */
  | { readonly type: 'personal_data_erased' };

export type EnrolmentChange =
  | {
      readonly type: 'setup_opened';
      readonly setupId: string;
      readonly nonce: string;
      readonly presence: Presence;
      readonly intent: KeptIntent;
      readonly dueAtOnce: Money | null;
    }
  | EnrolmentTransition;

/** A change that moves one setup along the transition table. */
export type EnrolmentTransition =
  | { readonly type: 'setup_claimed'; readonly setupId: string; readonly customer: Customer }
  /** It is certain that nothing was sent: the intent is as good as before. */
  | { readonly type: 'setup_withdrawn'; readonly setupId: string; readonly turnedAway?: true }
  | { readonly type: 'setup_challenged'; readonly setupId: string; readonly challenge: Challenge }
  /** With the number of the schedule where Blink's answer named it. */
  | { readonly type: 'setup_unknown'; readonly setupId: string; readonly scheduleId?: number | undefined }
  | { readonly type: 'setup_declined'; readonly setupId: string; readonly reason: string | null }
  | { readonly type: 'setup_abandoned'; readonly setupId: string }
  /** Blink shows the schedule that this setup asked for. */
  | { readonly type: 'schedule_started'; readonly setupId: string; readonly key: ScheduleKey };

/** What was read at Blink about a schedule that exists. */
export type ScheduleChange =
  | { readonly type: 'schedule_moved'; readonly status: ScheduleStatus }
  /** A payment that Blink had not shown before, or that it shows in another way now. */
  | { readonly type: 'payment_shown'; readonly payment: SeenPayment }
  | { readonly type: 'stray_found'; readonly setupId: string; readonly key: ScheduleKey };

export interface SeenPayment {
  readonly id: number;
  readonly date: Day;
  readonly amount: Money;
  readonly status: PaymentStatus;
}

export type OperationChange =
  | {
      readonly type: 'move_claimed';
      readonly moveId: string;
      readonly kind: OperationKind;
      readonly paymentId: number | null;
      readonly key: ScheduleKey;
    }
  | { readonly type: 'move_done'; readonly moveId: string }
  /** Nothing happened, for certain. */
  | { readonly type: 'move_refused'; readonly moveId: string; readonly reason: string | null }
  /** It is certain that Blink was not asked, or has not done what it is to be asked again. */
  | { readonly type: 'move_withdrawn'; readonly moveId: string }
  | { readonly type: 'move_unknown'; readonly moveId: string };
