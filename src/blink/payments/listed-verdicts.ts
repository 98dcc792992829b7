import { folded } from '../wire/documented-texts';
import type { JsonObject } from '../wire/json';
import { valueAt } from '../wire/json';
import { saysYes } from './operation-verdict';
import type { Refusal } from '../wire/refusal';
import type { Family } from './transaction';

interface Listed {
  readonly statuses: readonly number[];
  readonly text: string;
  /** When left out, the row is for every method. */
  readonly families?: readonly Family[];
}

/**
 * What `{"error": "text"}` means for a charge: each row pairs statuses with a text, since neither proves anything alone. The source of
 * each row, and why there are no more: docs/decisions/0004-an-unknown-outcome-is-not-a-failure.md.
 */
const REFUSED_BY_BANK: readonly Listed[] = [
  { statuses: [400, 401, 422], text: 'missing or invalid data' },
  { statuses: [400, 401, 422], text: 'cv2 not matched', families: ['card', 'wallet'] },
  { statuses: [400, 401, 422], text: 'do not honour', families: ['card', 'wallet'] },
  { statuses: [400, 401, 422], text: 'insufficient funds', families: ['card', 'wallet'] },
];

/** Blink refused the call before it got as far as the payment. */
const TURNED_AWAY: readonly Listed[] = [
  { statuses: [401], text: 'access token expired' },
  { statuses: [401], text: 'unauthorised request' },
];

interface ShortAnswer {
  readonly method: Family;
  readonly status: number;
  readonly body: JsonObject;
  readonly refusal: Refusal;
}

/** Whether the bank refused the payment: the answer's text is listed with its status. */
export function isRefusalByBank(answer: ShortAnswer): boolean {
  return isListed(REFUSED_BY_BANK, answer);
}

/** Whether the call was refused before anything was charged. For its rate limit Blink has published no text, so the status 429 decides. */
export function isTurnedAway(answer: ShortAnswer): boolean {
  if (answer.status === 429) return !speaksOfPayment(answer.body);
  return isListed(TURNED_AWAY, answer);
}

/** Whether the answer has exactly one text and that is listed: a second text could be about something else. */
function isListed(list: readonly Listed[], { status, method, body, refusal }: ShortAnswer): boolean {
  if (speaksOfPayment(body)) return false;
  const texts = new Set(refusal.texts.map(folded));
  const row = list.find(({ text }) => texts.has(text));
  if (!row || texts.size !== 1 || refusal.errorResponse !== '') return false;
  return row.statuses.includes(status) && (row.families?.includes(method) ?? true);
}

/** Whether the answer names a payment or says that it succeeded: then the call was not refused before there was a payment. */
function speaksOfPayment(body: JsonObject): boolean {
  return saysYes(body) || NAMES.some((key) => Boolean(valueAt(body, key)));
}

const NAMES: readonly string[] = ['transaction_id', 'id', 'url', 'redirect_url', 'acsform'];
