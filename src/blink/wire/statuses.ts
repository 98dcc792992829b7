import { fullyDecoded } from './url-decoding';
import type { Family, Meaning } from '../payments/transaction';

type KnownMeaning = Exclude<Meaning, 'unknown'>;
type Words = Readonly<Partial<Record<KnownMeaning, readonly string[]>>>;

/**
 * `approved` holds the money, no more. `received` and `payment attempted` are no payments. `rejected` is what settlement
 * says of a captured payment, so it undoes; before any capture it says the same as a decline, and whoever knows the
 * attempt's past reads it so. `verified` moves no money and is no answer to a sale: it stays unknown, and somebody looks.
 */
const CARD: Words = {
  captured: ['captured', 'accepted', 'accept', 'settled', 'tendered', 'success', 'paid'],
  authorised: ['approved', 'pre-auth', 'authorised', 'authorized', 'capture in x days'],
  pending: ['received', 'deferred', '3ds authentication required', 'pending', 'payment attempted'],
  declined: ['declined', 'referred', 'finished', 'failed 3ds', 'expired', 'failed'],
  undone: [
    'cancelled',
    'canceled',
    'reversed',
    'refunded',
    'fully refunded',
    'charged back',
    'chargeback',
    'rejected',
  ],
  partly_undone: ['partially refunded', 'partial refunded'],
};

/** Only `paid out` is money for certain; `confirmed` is money where the merchant's policy says so. */
const DIRECT_DEBIT: Words = {
  captured: ['paid out'],
  confirmed: ['confirmed'],
  pending: ['pending submission', 'submitted', 'pending customer approval', 'pending'],
  declined: ['failed'],
  undone: ['cancelled', 'canceled', 'charged back', 'chargeback'],
};

/** In open banking `accepted` is what a bank says before it pays: the cards' words for money are none here. */
const OPEN_BANKING: Words = {
  captured: ['success'],
  pending: ['pending', 'received', 'payment attempted'],
  declined: ['failed', 'declined', 'expired'],
  undone: ['cancelled', 'canceled', 'reversed', 'refunded', 'fully refunded', 'rejected'],
  partly_undone: ['partially refunded'],
};

/** Blink's words of each family of methods, as its pages write them; `capture in x days` stands for any number of days. */
export const WORDS: Readonly<Record<Family, Words>> = {
  card: CARD,
  wallet: CARD, // Google Pay and Apple Pay run on the cards' rails
  direct_debit: DIRECT_DEBIT,
  open_banking: OPEN_BANKING,
};

const TABLES: Readonly<Record<Family, ReadonlyMap<string, Meaning>>> = {
  card: tableOf(WORDS.card),
  wallet: tableOf(WORDS.wallet),
  direct_debit: tableOf(WORDS.direct_debit),
  open_banking: tableOf(WORDS.open_banking),
};

const LONGEST = 64;

/**
 * What Blink's status word says of the money, by a closed list for each family of methods.
 * `declined` and `undone` both say that there is none, or none any more: which of the two it was is told by whether the
 * attempt had money before (a direct debit can fail after it was paid out).
 * @param word in any case, url-encoded or not; a word that is on no list is `unknown`, never money
 */
export function meaningOf(family: Family, word: string): Meaning {
  if (word.length > LONGEST) return 'unknown';
  const folded = fold(fullyDecoded(word));
  if (family !== 'direct_debit' && /^capturein\d{1,3}days?$/.test(folded)) return 'authorised';
  return TABLES[family].get(folded) ?? 'unknown';
}

/** Without what differs between Blink's pages, answers and notifications: case, spaces, dashes. */
export function fold(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '');
}

function tableOf(words: Words): ReadonlyMap<string, Meaning> {
  const meanings: readonly KnownMeaning[] = [
    'captured',
    'confirmed',
    'authorised',
    'pending',
    'declined',
    'undone',
    'partly_undone',
  ];
  return new Map(
    meanings.flatMap((meaning) => (words[meaning] ?? []).map((word) => [fold(word), meaning] as const)),
  );
}
