import type { Money } from '../../kernel/money';
import type { Customer, TransactionType } from '../intents/intent';

export type PaymentMethod = 'card' | 'googlepay' | 'applepay' | 'direct-debit' | 'open-banking';

export type CardStatus =
  | 'Received'
  | 'Approved'
  | 'Pre-Auth'
  | 'Preauth'
  | 'Captured'
  | 'Accepted'
  | 'Rejected'
  | 'Verified'
  | 'Declined'
  | 'Referred'
  | 'Cancelled'
  | 'Partially refunded'
  | 'Fully refunded'
  | 'Charged back';

export type DebitStatus =
  'Pending Submission' | 'Submitted' | 'Confirmed' | 'Paid out' | 'Failed' | 'Cancelled' | 'Charged back';

export type OpenBankingStatus = 'Received' | 'Success' | 'Failed';

export type Status = CardStatus | DebitStatus | OpenBankingStatus;

/** The headers a shop forwards so that the bank sees the shopper's browser. */
export interface ForwardedHeaders {
  readonly userAgent: string;
  readonly accept: string;
  readonly acceptEncoding: string;
  readonly acceptCharset: string;
}

/** What the bank does overnight with a captured payment. */
export type Settlement = 'accepted' | 'rejected' | 'never';

export interface HistoryEntry {
  readonly at: string;
  readonly status: Status;
  readonly note: string;
}

/** Sums in minor units. `captured` is what the merchant is due before anything was given back. */
export interface Sums {
  captured: number;
  refunded: number;
  cancelled: number;
  chargedBack: number;
  /** Money paid out to the shopper by a CREDIT. */
  credited: number;
}

/** What is known when a payment starts. */
export interface PaymentOrder {
  readonly intentId: number | null;
  readonly method: PaymentMethod;
  readonly transactionType: TransactionType;
  readonly amount: Money;
  readonly customer: Customer;
  readonly merchantData: string | null;
  /** transaction_unique */
  readonly reference: string;
  readonly paymentSource: string;
  readonly cardId: number | null;
  readonly cardMask: string | null;
  readonly returnUrl: string;
  readonly notificationUrl: string | null;
  readonly delayCaptureDays: number | null;
  readonly forwarded: ForwardedHeaders;
  readonly device: Readonly<Record<string, string>>;
  /** The transaction whose card this one uses again. */
  readonly rerunOf: string | null;
  /** It was made for a schedule, to start it or as one of its payments. */
  readonly isForSchedule: boolean;
}

export interface Transaction extends PaymentOrder {
  readonly id: string;
  status: Status;
  message: string;
  readonly sums: Sums;
  captureDueAt: Date | null;
  settleDueAt: Date | null;
  settlement: Settlement;
  /** When a direct debit takes its next step. */
  debitDueAt: Date | null;
  readonly history: HistoryEntry[];
}
