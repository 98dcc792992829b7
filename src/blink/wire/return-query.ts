import { isJsonObject, valueAt } from './json';
import { isTransactionId, looksLikeBlinkId } from './transaction-id';
import { urlDecoded } from './url-decoding';

/** Which transaction somebody claims that it is about. A claim proves nothing: the transaction is read. */
export interface ReturnHint {
  readonly transactionId: string | null;
  /** The schedule of a repeat payment. Blink has published that the address contains it, encoded, but not under which name. */
  readonly scheduleId?: string | null;
}

const LONGEST = 512;
const SCHEDULE_NAMES: readonly string[] = ['schedule_id', 'repeat_schedule_id', 'repeat_payment_id'];

/**
 * Reads the query of a return address, whichever generation wrote it: `transaction_id`, once or twice encoded;
 * `res` with the id in base64 or plain, a transaction's or a schedule's. A parameter that comes twice is ignored. Never throws.
 * @param query as a query parser gives it, after one decoding
 */
export function hintFromReturn(query: unknown): ReturnHint {
  if (!isJsonObject(query)) return { transactionId: null };
  const named = valueAt(query, 'transaction_id');
  const res = valueAt(query, 'res');
  const transactionId = named === undefined ? idFromRes(res) : transactionIdFrom(named);
  const schedule = SCHEDULE_NAMES.map((name) => valueAt(query, name)).find((value) => value !== undefined);
  if (schedule !== undefined) return { transactionId, scheduleId: scheduleIdFrom(schedule) };
  const scheduleId = scheduleIdFrom(res);
  return scheduleId === null ? { transactionId } : { transactionId, scheduleId };
}

/** Reads an id as a query or a form may have it: with spaces around it, and percent signs left in it. */
export function transactionIdFrom(value: unknown): string | null {
  return readings(value).find(isTransactionId) ?? null;
}

function idFromRes(value: unknown): string | null {
  const candidates = readings(value);
  return [...candidates, ...candidates.map(fromBase64)].find(looksLikeBlinkId) ?? null;
}

function scheduleIdFrom(value: unknown): string | null {
  const candidates = readings(value);
  return [...candidates, ...candidates.map(fromBase64)].find((text) => /^\d{1,15}$/.test(text)) ?? null;
}

/** The value unchanged and after one more decoding; empty when it is no single short text. */
function readings(value: unknown): string[] {
  if (typeof value !== 'string' || value.length > LONGEST) return [];
  return [value, urlDecoded(value) ?? value].map((text) => text.trim());
}

function fromBase64(text: string): string {
  return Buffer.from(text.replace(/ /g, '+'), 'base64').toString('latin1').trim();
}
