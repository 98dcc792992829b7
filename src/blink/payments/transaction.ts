import type { Money } from '../../kernel/money';

export interface TransactionOperation {
  readonly transactionId: string;
  /** The amount of the operation; for `cancel` the whole payment's. */
  readonly amount: Money;
  /** Our reference, shown in Blink's portal. Blink does not use it as an idempotency key. */
  readonly reference: string;
}

/** The meaning of an answer to an operation. Anything that is not clearly one of the first two is `unknown`. */
export type OperationAnswer =
  /** Blink says that the operation was carried out. */
  | { readonly kind: 'done'; readonly transactionId: string }
  /** No money moved. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The money may have moved. `cause` is a short fixed word for the log. */
  | { readonly kind: 'unknown'; readonly cause: string };

/**
 * Which reads wait first when little of Blink's rate limit is left: `verify` is for somebody who waits, `sweep` for background work, and
 * `look` for a shopper who asks for news and would get it without asking, too.
 */
export type ReadUrgency = 'verify' | 'look' | 'sweep';

export interface Transaction {
  readonly id: string;
  /** Blink's status word, unchanged; `meaningOf` says what it means for a family of methods. */
  readonly status: string;
  readonly message: string;
  readonly amount: Money;
  readonly paymentSource: string;
  /** Flat text values, whatever shape Blink sent; empty when there was none or it could not be read. */
  readonly merchantData: Readonly<Record<string, string>>;
}

export type Family = 'card' | 'direct_debit' | 'open_banking' | 'wallet';

/** What a status word says of the money. */
export type Meaning =
  | 'captured'
  /** Direct debit: collected, not yet paid out. Whether that is money is the merchant's policy. */
  | 'confirmed'
  | 'authorised'
  | 'pending'
  | 'declined'
  | 'undone'
  /** Part of the payment was refunded; Blink does not show how much. */
  | 'partly_undone'
  | 'unknown';
