import { fullyDecoded } from './url-decoding';
import type { Family, Meaning } from '../payments/transaction';

type KnownMeaning = Exclude<Meaning, 'unknown'>;

/** How a captured card payment can be refunded now: `cancel` cancels the whole before the night's settlement. */
export type WayToRefund = 'cancel' | 'refund' | 'neither';

/** Why a payment that had been made is none any more. */
export type ReversalReason = 'rejected' | 'charged_back' | 'cancelled' | 'refunded' | 'failed';

interface Row {
  /** The words as Blink's pages write them. */
  readonly words: readonly string[];
  /** What the words say of the money. */
  readonly means: KnownMeaning;
  /** How a card payment with this status can be refunded, where it can be. */
  readonly refundBy?: Exclude<WayToRefund, 'neither'>;
  /** Set where the word says that a payment was reversed, or failed after it was paid out. */
  readonly reversedAs?: ReversalReason;
}

/**
 * `approved` is an authorisation only. `received` and `payment attempted` are no payments. `rejected` is what settlement says of a
 * captured payment, so it reverses one; before any capture it means a decline, and is read so where the attempt's past is known.
 * `verified` moves no money and is no answer to a sale: it stays unknown, and a person reviews the order.
 * `tendered` is on its way to the bank: too late to cancel. The words in its row are Blink's after the night's settlement.
 */
const CARD: readonly Row[] = [
  { words: ['captured'], means: 'captured', refundBy: 'cancel' },
  {
    words: ['accepted', 'accept', 'settled', 'tendered', 'success', 'paid'],
    means: 'captured',
    refundBy: 'refund',
  },
  { words: ['approved', 'pre-auth', 'authorised', 'authorized', 'capture in x days'], means: 'authorised' },
  {
    words: ['received', 'deferred', '3ds authentication required', 'pending', 'payment attempted'],
    means: 'pending',
  },
  { words: ['declined', 'referred', 'finished', 'failed 3ds', 'expired', 'failed'], means: 'declined' },
  { words: ['cancelled', 'canceled', 'reversed'], means: 'undone', reversedAs: 'cancelled' },
  { words: ['refunded', 'fully refunded'], means: 'undone', reversedAs: 'refunded' },
  { words: ['charged back', 'chargeback'], means: 'undone', reversedAs: 'charged_back' },
  { words: ['rejected'], means: 'undone', reversedAs: 'rejected' },
  { words: ['partially refunded', 'partial refunded'], means: 'partly_undone', refundBy: 'refund' },
];

/** Only `paid out` certainly is a payment; `confirmed` counts as one where the merchant's policy says so. */
const DIRECT_DEBIT: readonly Row[] = [
  { words: ['paid out'], means: 'captured' },
  { words: ['confirmed'], means: 'confirmed' },
  { words: ['pending submission', 'submitted', 'pending customer approval', 'pending'], means: 'pending' },
  { words: ['failed'], means: 'declined' },
  { words: ['cancelled', 'canceled'], means: 'undone', reversedAs: 'cancelled' },
  { words: ['charged back', 'chargeback'], means: 'undone', reversedAs: 'charged_back' },
];

/** In open banking a bank says `accepted` before it pays: the cards' words for a payment do not mean one here. */
const OPEN_BANKING: readonly Row[] = [
  { words: ['success'], means: 'captured' },
  { words: ['pending', 'received', 'payment attempted'], means: 'pending' },
  { words: ['failed', 'declined', 'expired'], means: 'declined' },
  { words: ['cancelled', 'canceled', 'reversed'], means: 'undone', reversedAs: 'cancelled' },
  { words: ['refunded', 'fully refunded'], means: 'undone', reversedAs: 'refunded' },
  { words: ['rejected'], means: 'undone', reversedAs: 'rejected' },
  { words: ['partially refunded'], means: 'partly_undone' },
];

/** Blink's status words for each family of methods, each in one row; `capture in x days` means any number of days. */
export const STATUSES: Readonly<Record<Family, readonly Row[]>> = {
  card: CARD,
  wallet: CARD, // Google Pay and Apple Pay are card payments
  direct_debit: DIRECT_DEBIT,
  open_banking: OPEN_BANKING,
};

const TABLES: Readonly<Record<Family, ReadonlyMap<string, Meaning>>> = {
  card: tableOf(CARD, ({ means }) => means),
  wallet: tableOf(CARD, ({ means }) => means),
  direct_debit: tableOf(DIRECT_DEBIT, ({ means }) => means),
  open_banking: tableOf(OPEN_BANKING, ({ means }) => means),
};
const WAYS_TO_REFUND = tableOf(CARD, ({ refundBy }) => refundBy);
const REVERSAL_REASONS = tableOf(Object.values(STATUSES).flat(), ({ reversedAs }) => reversedAs);

const LONGEST = 64;

/**
 * What Blink's status word says of the money, by a closed list for each family of methods.
 * `declined` and `undone` both mean that there is no money, or none any more. Whether the attempt was paid before tells the two apart
 * (a direct debit can fail after it was paid out).
 * @param word in any case, url-encoded or not; a word that is on no list is `unknown`, and never counts as paid
 */
export function meaningOf(family: Family, word: string): Meaning {
  if (word.length > LONGEST) return 'unknown';
  const folded = fold(fullyDecoded(word));
  if (family !== 'direct_debit' && /^capturein\d{1,3}days?$/.test(folded)) return 'authorised';
  return TABLES[family].get(folded) ?? 'unknown';
}

/**
 * Before the night's settlement a payment can only be cancelled, and only as a whole; afterwards it can be refunded, whole or in parts.
 * @param word the current status of a captured card payment
 */
export function refundOrVoid(word: string): WayToRefund {
  return WAYS_TO_REFUND.get(fold(fullyDecoded(word))) ?? 'neither';
}

/** @param word a status whose meaning is `undone` or `declined` */
export function reversalReasonOf(word: string): ReversalReason {
  return REVERSAL_REASONS.get(fold(fullyDecoded(word))) ?? 'failed';
}

/** The word without what differs between Blink's pages, answers and notifications: case, spaces, dashes. */
export function fold(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '');
}

function tableOf<Fact>(
  rows: readonly Row[],
  factOf: (row: Row) => Fact | undefined,
): ReadonlyMap<string, Fact> {
  const facts = rows.flatMap((row) => {
    const fact = factOf(row);
    return fact === undefined ? [] : row.words.map((word) => [fold(word), fact] as const);
  });
  return new Map(facts);
}
