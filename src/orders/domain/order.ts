import type { Money } from '../../kernel/money';
import { type PaymentMethod, type CapturePolicy } from '../../payments/methods';
import type { Customer } from '../../payments/customer';
import type { KeptIntent } from '../../payments/kept-intent';
import type { Challenge } from '../../payments/challenge';

/** What the shop wants paid. Never changed in place: every change is a history entry, and this is their sum. */
export interface Order {
  readonly id: string;
  /** The capability in `checkout_url`. Never logged, never in the API apart from that address. */
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
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly closed: Closed | null;
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
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

export const ATTEMPT_STATUSES = [
  'ready',
  'charging',
  'challenged',
  'pending',
  'unknown',
  'authorised',
  'captured',
  'declined',
  'abandoned',
  'reversed',
] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** One try to pay an order: one intent at Blink, one method, a snapshot of what was to be paid. */
export interface Attempt {
  readonly id: string;
  readonly method: PaymentMethod;
  /** 128 random bits that travel through Blink in `merchant_data` and prove that a transaction is this attempt's. */
  readonly nonce: string;
  readonly amount: Money;
  /**
   * The order's amount was changed while this stood ready, and Blink has not confirmed that its intent followed. Which of the two would
   * be taken is not known: it is never charged.
   */
  readonly isAmountInDoubt: boolean;
  readonly intent: KeptIntent;
  readonly status: AttemptStatus;
  readonly createdAt: Date;
  /** When the charge was claimed: from here on money may move. */
  readonly chargedAt: Date | null;
  /** Known once Blink named it in an answer to our own call, or once it was verified. */
  readonly transactionId: string | null;
  /** The reservation, where taking the money made a transaction of its own: then that is `transactionId`. */
  readonly authorisationId: string | null;
  readonly challenge: Challenge | null;
  readonly declineReason: string | null;
  /** Minor units, as read at Blink. */
  readonly authorised: number;
  readonly captured: number;
  readonly reversed: number;
  readonly authorisedAt: Date | null;
  readonly capturedAt: Date | null;
  /** Blink called the mere reservation by a word that else means money: that word says nothing new when it comes again. */
  readonly heldAsCaptured: boolean;
  /** What we asked Blink to do with the reservation, until that is settled: one thing at a time. */
  readonly claim: AuthorisationClaim | null;
  /** Money that is not the order's, to be given back: nobody has asked Blink for it yet. */
  readonly surplus: ExcessPayment | null;
  readonly reversalReason: ReversalReason | null;
  /** Somebody else gave a part of it back; how much, Blink does not show. */
  readonly reversedInPart: boolean;
  /** While `pending`: Blink has accepted it and takes the money by itself. Most likely it will be money; it is none yet. */
  readonly accepted: boolean;
  /**
   * When Blink turned its charge away before looking at it: it may be charged again, on the same intent. Should that count as used then,
   * the charge that was turned away may have got through.
   */
  readonly turnedAwayAt: Date | null;
  /** Abandoned without ever having been charged, and its intent is as good as before. */
  readonly setAside: boolean;
}

/** `capture` takes the reservation itself, `rerun` charges its card anew, `release` lets it go. */
export type AuthorisationOperation = 'capture' | 'rerun' | 'release';

export interface AuthorisationClaim {
  readonly kind: AuthorisationOperation;
  /** Minor units. */
  readonly amount: number;
  /** `confirmed`: Blink says that it did it, and its transaction has not been seen to say so yet. */
  readonly status: 'claimed' | 'unknown' | 'confirmed';
  /** Of the payment that Blink named in its answer. */
  readonly transactionId: string | null;
  readonly because: 'requested' | ExcessPayment;
  readonly at: Date;
}

/** A second payment of the same order, or money that came when the order was closed. */
export type ExcessPayment = 'duplicate' | 'late';

/** Who undid a payment: the bank at settlement, the shopper's bank later, somebody at Blink's portal, a failed collection. */
export const REVERSAL_REASONS = ['rejected', 'charged_back', 'cancelled', 'refunded', 'failed'] as const;
export type ReversalReason = (typeof REVERSAL_REASONS)[number];

export type RefundStatus = 'claimed' | 'succeeded' | 'failed' | 'unknown';

/** Money given back by us: our own ledger, because Blink shows no refunded total. */
export interface Refund {
  readonly id: string;
  readonly attemptId: string;
  /** Minor units in the order's currency. */
  readonly amount: number;
  readonly status: RefundStatus;
  readonly reason: string | null;
  /** Why it was made: asked for by the shop, a second payment of the same order, or money that came too late. */
  readonly kind: 'requested' | ExcessPayment;
  readonly createdAt: Date;
  readonly failure: string | null;
}

export const REVIEW_REASONS = [
  'wrong_amount',
  'unknown_status',
  'paid_twice',
  'late_payment',
  'outcome_unknown',
  'refund_unknown',
  'refund_failed',
  'capture_unknown',
  'release_unknown',
  'release_failed',
  'reversed_in_part',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

export interface Review {
  readonly reason: ReviewReason;
  readonly at: Date;
}
