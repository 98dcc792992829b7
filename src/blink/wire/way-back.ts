import { isJsonObject, valueAt } from './json';
import { hintFromNotification } from './notification-body';
import { hintFromReturn, type ReturnHint } from './return-query';

/** The address that a shopper returned to: its parsed query, its raw text, and the body that was posted to it. */
export interface WayBack {
  readonly query: unknown;
  /** The raw text of the address after the capability. */
  readonly written: string;
  /** The body's first bytes; empty for a link. */
  readonly body: Uint8Array;
}

/**
 * Which transaction or schedule a return names: in its query, else in what a bank posted, else anywhere in an address that was damaged on
 * the way (`?` twice, `&amp;`, `\u00ace=`). Never throws.
 */
export function hintFromWayBack({ query, written, body }: WayBack): ReturnHint {
  const inQuery = hintFromReturn(query);
  if (inQuery.transactionId ?? inQuery.scheduleId) return inQuery;
  if (isJsonObject(query) && Array.isArray(valueAt(query, 'transaction_id'))) return inQuery; // a parameter that comes twice is ignored
  const { transactionIds, fields } = hintFromNotification(body, written);
  const inBody = hintFromReturn(fields);
  return { ...inBody, transactionId: inBody.transactionId ?? transactionIds[0] ?? null };
}
