import { saysDeclined, saysNothingOfThePayment } from '../wire/documented-texts';
import { plainText } from '../wire/plain-text';
import type { Refusal } from '../wire/refusal';
import { hintFromReturn } from '../wire/return-query';
import { meaningOf } from '../wire/statuses';
import { fullyDecoded } from '../wire/url-decoding';
import type { Family, Meaning } from './transaction';
import type { PaymentAnswer } from './payment';

interface Returned {
  readonly method: Family;
  /** 2xx, 4xx or 5xx. */
  readonly status: number;
  readonly refusal: Refusal;
}

const MONEY: ReadonlySet<Meaning> = new Set([
  'captured',
  'confirmed',
  'authorised',
  'pending',
  'partly_undone',
]);
const LONGEST_STATUS = 64;

/**
 * Interprets the shopper's return address, which contains the outcome. Where it contradicts itself (a success with an error, a
 * failure that says `captured`) it decides nothing: the named transaction is read, or the outcome stays unknown.
 */
export function outcomeOfReturn(url: URL, { status, refusal, method }: Returned): PaymentAnswer {
  const { transactionId } = hintFromReturn(queryOf(url));
  const word = fullyDecoded(url.searchParams.get('status') ?? '');
  const note = plainText(fullyDecoded(url.searchParams.get('note') ?? ''));
  const reason = plainText(refusal.errorResponse) || note || refusal.reason;
  const meaning = meaningOf(method, word);
  const saysNo =
    meaning === 'declined' || meaning === 'undone' || (refusal.saysError && saysDeclined(refusal));
  const isDecline =
    status < 300 ? transactionId === null && saysNo : !MONEY.has(meaning) && !saysNothingOfThePayment(reason);
  if (isDecline) return { kind: 'declined', reason, transactionId };
  if (transactionId !== null)
    return { kind: 'named', transactionId, status: plainText(word, LONGEST_STATUS), note };
  return { kind: 'unknown', cause: 'url_without_transaction' };
}

/** A parameter that comes twice stays a list, so that neither value is believed. */
export function queryOf(url: URL): Record<string, string | string[]> {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const [first = '', ...others] = url.searchParams.getAll(name);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}

/** Compares origin and path only, since Blink appends to the query. */
export function isSamePage(url: URL, returnUrl: string): boolean {
  if (!URL.canParse(returnUrl)) return false;
  const ours = new URL(returnUrl);
  return url.origin === ours.origin && url.pathname === ours.pathname && !url.username && !url.password;
}
