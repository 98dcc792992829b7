import type { Money } from '../../kernel/money';
import type { Refund, ReversalReason, ReviewReason, ExcessPayment } from './order';
import type { Line } from '../../ledger/line';
import type { PaymentMethod, CapturePolicy } from '../../payments/methods';
import type { Customer } from '../../payments/customer';
import type { KeptIntent } from '../../payments/kept-intent';
import type { Challenge } from '../../payments/challenge';

/** Of an order. */
export type Entry = Line<OrderChange>;

export interface NewOrder {
  readonly id: string;
  readonly token: string;
  readonly reference: string;
  readonly amount: Money;
  readonly description: string | null;
  readonly customer: Customer;
  readonly paymentMethods: readonly PaymentMethod[];
  readonly capture: CapturePolicy;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

export interface OrderAmendment {
  readonly amount?: Money | undefined;
  readonly description?: string | null | undefined;
  readonly customer?: Customer | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly expiresAt?: Date | undefined;
}

export type OrderChange =
  | { readonly type: 'order_created'; readonly order: NewOrder }
  | { readonly type: 'order_amended'; readonly amendment: OrderAmendment }
  | { readonly type: 'order_cancelled' }
  | { readonly type: 'order_expired' }
  | AttemptChange
  | RefundChange
  | { readonly type: 'review_flagged'; readonly reason: ReviewReason }
  | { readonly type: 'review_closed'; readonly resolution: string; readonly note: string }
  /** Everything before this line, and the order, hold nothing any more that says who the customer was. */
  | { readonly type: 'personal_data_erased' };

export type AttemptChange =
  | {
      readonly type: 'attempt_opened';
      readonly attemptId: string;
      readonly method: PaymentMethod;
      readonly nonce: string;
      readonly amount: Money;
      readonly intent: KeptIntent;
    }
  | { readonly type: 'attempt_amended'; readonly attemptId: string; readonly amount: Money }
  | AttemptTransition
  | AuthorisationChange
  | ExcessChange;

/** A change that moves one attempt along the transition table. */
export type AttemptTransition =
  | { readonly type: 'charge_claimed'; readonly attemptId: string; readonly customer: Customer }
  /** Nothing was charged, and the intent is as good as before: nothing was sent, for certain, or Blink turned it away before looking at it. */
  | { readonly type: 'charge_withdrawn'; readonly attemptId: string; readonly turnedAway?: true }
  | { readonly type: 'challenge_received'; readonly attemptId: string; readonly challenge: Challenge }
  | {
      readonly type: 'outcome_pending';
      readonly attemptId: string;
      readonly transactionId: string;
      /** Blink has accepted it, and nobody asked to have it reserved: it takes the money by itself. */
      readonly accepted?: true;
      /** The bank's page waits for the shopper as before. */
      readonly atBank?: true;
    }
  | { readonly type: 'outcome_unknown'; readonly attemptId: string; readonly transactionId: string | null }
  | {
      readonly type: 'money_authorised';
      readonly attemptId: string;
      readonly transactionId: string;
      readonly amount: number;
      /** Blink called it by a word that else means money. */
      readonly heldAsCaptured?: true;
    }
  | {
      readonly type: 'money_captured';
      readonly attemptId: string;
      readonly transactionId: string;
      readonly amount: number;
    }
  | {
      readonly type: 'money_reversed';
      readonly attemptId: string;
      readonly amount: number;
      readonly reason: ReversalReason;
    }
  /** Blink let the reservation go because we asked it to. */
  | { readonly type: 'authorisation_released'; readonly attemptId: string }
  /** The reservation is over, and not by us. */
  | { readonly type: 'authorisation_ended'; readonly attemptId: string; readonly reason: string | null }
  | {
      readonly type: 'attempt_declined';
      readonly attemptId: string;
      readonly transactionId: string | null;
      readonly reason: string | null;
    }
  | {
      readonly type: 'attempt_abandoned';
      readonly attemptId: string;
      /** Never charged, and only since the shopper looks at another way to pay: it may be taken up again. */
      readonly setAside?: true;
    }
  | { readonly type: 'attempt_reopened'; readonly attemptId: string };

/** What is asked of Blink about reserved money, and what its answer says. What became of the money is read from the transaction. */
export type AuthorisationChange =
  | {
      readonly type: 'capture_claimed';
      readonly attemptId: string;
      readonly amount: number;
      readonly by: 'capture' | 'rerun';
    }
  | { readonly type: 'capture_confirmed'; readonly attemptId: string; readonly transactionId: string }
  | { readonly type: 'capture_unknown'; readonly attemptId: string }
  /** Nothing was taken, for certain. */
  | { readonly type: 'capture_refused'; readonly attemptId: string; readonly reason: string | null }
  | {
      readonly type: 'release_claimed';
      readonly attemptId: string;
      readonly because: 'requested' | ExcessPayment;
    }
  | { readonly type: 'release_unknown'; readonly attemptId: string }
  /** The money is still reserved, for certain. */
  | { readonly type: 'release_refused'; readonly attemptId: string; readonly reason: string | null }
  /** It is certain that Blink was not asked: it may be asked again. */
  | { readonly type: 'release_withdrawn'; readonly attemptId: string };

export type ExcessChange =
  | { readonly type: 'surplus_found'; readonly attemptId: string; readonly as: ExcessPayment }
  /** It turned out to be the order's after all, or a human decided to keep it. */
  | { readonly type: 'surplus_kept'; readonly attemptId: string }
  | { readonly type: 'part_reversed'; readonly attemptId: string };

export type RefundChange =
  | { readonly type: 'refund_claimed'; readonly refund: Omit<Refund, 'status' | 'createdAt' | 'failure'> }
  | { readonly type: 'refund_succeeded'; readonly refundId: string }
  | { readonly type: 'refund_failed'; readonly refundId: string; readonly reason: string | null }
  /** It is certain that Blink was not asked: it may be asked again. */
  | { readonly type: 'refund_withdrawn'; readonly refundId: string }
  | { readonly type: 'refund_unknown'; readonly refundId: string };
