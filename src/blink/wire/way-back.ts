import { isJsonObject, valueAt } from './json';
import { hintFromNotification } from './notification-body';
import { hintFromReturn, type ReturnHint } from './return-query';

/** Where a shopper came back to: as it was parsed, as it was written, and what was posted there. */
export interface WayBack {
  readonly query: unknown;
  /** All that comes after the capability. */
  readonly written: string;
  /** Its first bytes; empty for a link. */
  readonly body: Uint8Array;
}

/**
 * Which transaction or schedule a way back names: in its query, else in what a bank posted, else anywhere in an address that something on
 * the way has damaged (`?` twice, `&amp;`, `\u00ace=`). Never throws.
 */
export function hintFromWayBack({ query, written, body }: WayBack): ReturnHint {
  const inQuery = hintFromReturn(query);
  if (inQuery.transactionId ?? inQuery.scheduleId) return inQuery;
  if (isJsonObject(query) && Array.isArray(valueAt(query, 'transaction_id'))) return inQuery; // twice is not believed
  const { transactionIds, fields } = hintFromNotification(body, written);
  const inBody = hintFromReturn(fields);
  return { ...inBody, transactionId: inBody.transactionId ?? transactionIds[0] ?? null };
}
