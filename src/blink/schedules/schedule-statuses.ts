import type { BlinkInstalment, InstalmentMeaning, ScheduleMeaning } from './repeat-payment';
import { fold } from '../wire/statuses';
import { fullyDecoded } from '../wire/url-decoding';

const SCHEDULE: Readonly<Record<Exclude<ScheduleMeaning, 'unknown'>, readonly string[]>> = {
  pending: ['pending'],
  active: ['active'],
  cancelled: ['cancelled', 'canceled'],
  completed: ['completed'],
};

/** `removed` is Blink's word for a payment that was cancelled before its day. */
const INSTALMENT: Readonly<Record<Exclude<InstalmentMeaning, 'unknown'>, readonly string[]>> = {
  pending: ['pending'],
  paid: ['captured', 'accepted'],
  declined: ['declined'],
  refunded: ['refunded'],
  cancelled: ['cancelled', 'canceled', 'removed'],
};

const SCHEDULE_WORDS = tableOf(SCHEDULE);
const INSTALMENT_WORDS = tableOf(INSTALMENT);
const LONGEST = 64;

/** @param word in any case; one that is on no list is `unknown` */
export function meaningOfSchedule(word: string): ScheduleMeaning {
  return meaningIn(SCHEDULE_WORDS, word);
}

/**
 * Interprets a payment by its status word where Blink gives one. Older answers have none, and show a declined payment like an
 * upcoming one: there `pending` only means that no money was seen.
 * @returns `unknown` for a word that is on no list, and where the word and the other values contradict each other
 */
export function meaningOfInstalment({
  status,
  isProcessed,
  xref,
  hasCardToken,
}: Pick<BlinkInstalment, 'status' | 'isProcessed' | 'xref' | 'hasCardToken'>): InstalmentMeaning {
  if (status === null) {
    if (isProcessed === false) return 'pending';
    return isProcessed === true && (xref !== null || hasCardToken) ? 'paid' : 'unknown';
  }
  const meaning = meaningIn(INSTALMENT_WORDS, status);
  const contradicts =
    (meaning === 'paid' && isProcessed === false) || (meaning === 'pending' && isProcessed === true);
  return contradicts ? 'unknown' : meaning;
}

function meaningIn<Meaning>(table: ReadonlyMap<string, Meaning>, word: string): Meaning | 'unknown' {
  return word.length > LONGEST ? 'unknown' : (table.get(fold(fullyDecoded(word))) ?? 'unknown');
}

function tableOf<Meaning extends string>(
  words: Readonly<Record<Meaning, readonly string[]>>,
): ReadonlyMap<string, Meaning> {
  const table = new Map<string, Meaning>();
  for (const meaning in words) for (const word of words[meaning]) table.set(fold(word), meaning);
  return table;
}
