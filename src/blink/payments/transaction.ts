import type { Money } from '../../kernel/money';

export interface TransactionOperation {
  readonly transactionId: string;
  /** What is to move; for `cancel` the whole of it. */
  readonly amount: Money;
  /** Ours, for whoever looks at Blink's portal; Blink takes it as a mere reference, not as a key against repeats. */
  readonly reference: string;
}

/** What an answer to such a call says. Anything that is not clearly one of the first two is `unknown`. */
export type OperationAnswer =
  /** Blink says that it did it. */
  | { readonly kind: 'done'; readonly transactionId: string }
  /** Nothing moved. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The money may have moved. `cause` is a short fixed word for the log. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** When little of Blink's rate limit is left, sweeps wait before reads that somebody waits for. */
/** `look`: a shopper would like to know, and hears of it without asking, too. */
export type ReadUrgency = 'verify' | 'look' | 'sweep';

export interface Transaction {
  readonly id: string;
  /** Blink's word as it came; `meaningOf` says what it means for a family of methods. */
  readonly status: string;
  readonly message: string;
  readonly amount: Money;
  readonly paymentSource: string;
  /** Whatever shape Blink gave it, as flat text values; empty when there was none or it could not be read. */
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
  /** Part of it was given back; how much, Blink does not show. */
  | 'partly_undone'
  | 'unknown';
