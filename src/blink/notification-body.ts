import { isJsonObject, valueAt } from './json';
import { transactionIdFrom } from './return-query';

/** Which transaction a notification is about. Anybody can send one, so its status and amount are not even read. */
export interface NotificationHint {
  readonly transactionId: string | null;
  /** Folded to `lower_case_words`; Blink's own list of them is not published. */
  readonly eventType: string | null;
}

/** @param body as a JSON or form parser gives it. Never throws, and copies no key of it. */
export function hintFromNotification(body: unknown): NotificationHint {
  if (!isJsonObject(body)) return { transactionId: null, eventType: null };
  const id = valueAt(body, 'transaction_id');
  return {
    transactionId: transactionIdFrom(Number.isSafeInteger(id) ? String(id) : id),
    eventType: eventTypeFrom(valueAt(body, 'event_type')),
  };
}

function eventTypeFrom(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 64) return null;
  const folded = value
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return /^[a-z0-9_.]+$/.test(folded) ? folded : null;
}
