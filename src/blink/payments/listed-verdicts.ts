import { folded } from '../wire/documented-texts';
import type { JsonObject } from '../wire/json';
import { valueAt } from '../wire/json';
import { saysYes } from './operation-verdict';
import type { Refusal } from '../wire/refusal';
import type { Family } from './transaction';

interface Listed {
  readonly statuses: readonly number[];
  readonly text: string;
  /** Every way to pay when it is left out. */
  readonly families?: readonly Family[];
}

/**
 * What `{"error": "text"}` says of a charge: a pair of status and text, since neither proves anything alone. Where each row comes from, and
 * why no more stand here: docs/decisions/0004-an-unknown-outcome-is-not-a-failure.md.
 */
const REFUSED_BY_BANK: readonly Listed[] = [
  { statuses: [400, 401, 422], text: 'missing or invalid data' },
  { statuses: [400, 401, 422], text: 'cv2 not matched', families: ['card', 'wallet'] },
  { statuses: [400, 401, 422], text: 'do not honour', families: ['card', 'wallet'] },
  { statuses: [400, 401, 422], text: 'insufficient funds', families: ['card', 'wallet'] },
];

/** Blink did not get as far as the payment. */
const TURNED_AWAY: readonly Listed[] = [
  { statuses: [401], text: 'access token expired' },
  { statuses: [401], text: 'unauthorised request' },
];

interface Said {
  readonly method: Family;
  readonly status: number;
  readonly body: JsonObject;
  readonly refusal: Refusal;
}

/** The bank's no, in words that stand on the list with this status. */
export function isRefusalByBank(said: Said): boolean {
  return isListed(REFUSED_BY_BANK, said);
}

/** The call was refused before anything was charged; past its rate limit Blink has published no text, so there its status has to do. */
export function isTurnedAway(said: Said): boolean {
  if (said.status === 429) return !speaksOfPayment(said.body);
  return isListed(TURNED_AWAY, said);
}

/** It says this and nothing else: a second text could speak of another thing. */
function isListed(list: readonly Listed[], { status, method, body, refusal }: Said): boolean {
  if (speaksOfPayment(body)) return false;
  const texts = new Set(refusal.texts.map(folded));
  const row = list.find(({ text }) => texts.has(text));
  if (!row || texts.size !== 1 || refusal.errorResponse !== '') return false;
  return row.statuses.includes(status) && (row.families?.includes(method) ?? true);
}

/** Whoever names a payment, or says that it worked, was not refused before there was one. */
function speaksOfPayment(body: JsonObject): boolean {
  return saysYes(body) || NAMES.some((key) => Boolean(valueAt(body, key)));
}

const NAMES: readonly string[] = ['transaction_id', 'id', 'url', 'redirect_url', 'acsform'];
