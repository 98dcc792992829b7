import { isJsonObject, type JsonObject, parsedJson } from './json';
import { hintFromReturn } from './return-query';
import { isTransactionId, looksLikeBlinkId } from './transaction-id';

/** Which transactions a notification is about. Anybody can send a notification, so its status and amount are not even read. */
export interface NotificationHint {
  /** The ids that the notification names, the likeliest first; empty when it names none that can be read. */
  readonly transactionIds: readonly string[];
  /** The notification's fields, where it has any. */
  readonly fields: JsonObject;
}

/** A genuine notification names one transaction; several ids are read only where it is not clear which is the one. */
const MOST_IDS = 3;
/** Blink encodes some values twice. */
const MOST_DECODINGS = 3;

const NAMED_ID =
  /(?<![0-9A-Za-z_-])transaction[_ .-]?id[^0-9A-Za-z]{1,40}([0-9A-Za-z][0-9A-Za-z-]{0,63})(?![0-9A-Za-z-])/gi;
const BLINK_ID = /(?<![0-9A-Za-z-])(BL-[0-9A-Za-z-]{1,61})(?![0-9A-Za-z-])/g;

/**
 * Reads a notification in whatever shape it comes: JSON, a form, one inside the other, several parts, plain text; its content type is
 * not used. An id under the name `transaction_id` comes before ids that only look like Blink's; it replaces those only where it looks like
 * Blink's itself. Never throws.
 * @param body the body's first bytes
 * @param query the query of the address that the notification was sent to
 */
export function hintFromNotification(body: Uint8Array, query = ''): NotificationHint {
  const text = textOf(body);
  const fields = fieldsOf(text);
  const ids = idsIn(text, fields);
  return { transactionIds: ids.length > 0 ? ids : idsIn(query, fieldsOf(query)), fields };
}

function idsIn(text: string, fields: JsonObject): readonly string[] {
  const inField = hintFromReturn(fields).transactionId;
  const decoded = fullyDecoded(text);
  const named = [...(inField === null ? [] : [inField]), ...matches(NAMED_ID, decoded).filter(mayBeId)];
  const isPlain = named.some(looksLikeBlinkId); // otherwise what was read as an id may be any word
  return [...new Set(isPlain ? named : [...named, ...matches(BLINK_ID, decoded)])].slice(0, MOST_IDS);
}

function matches(pattern: RegExp, text: string): string[] {
  return Array.from(text.matchAll(pattern), ([, id = '']) => id);
}

/** Whether a word after "transaction id" may be an id, since a text may go on with any other word. */
function mayBeId(word: string): boolean {
  return looksLikeBlinkId(word) || (isTransactionId(word) && /\d/.test(word));
}

/** Ids are ASCII: other encodings of Unicode only add zero bytes between the characters. */
function textOf(body: Uint8Array): string {
  return new TextDecoder()
    .decode(body)
    .replaceAll('\0', '')
    .replace(/^\ufffd{1,4}/, '');
}

function fieldsOf(text: string): JsonObject {
  const json = parsedJson(text);
  if (isJsonObject(json)) return json;
  return json === undefined ? Object.fromEntries(new URLSearchParams(text)) : {};
}

/** Decodes a text however often it was encoded, also when some of its percent signs encode nothing. */
function fullyDecoded(text: string): string {
  let decoded = text;
  for (let round = 0; round < MOST_DECODINGS; round++) {
    decoded = decoded.replace(/(?:%|\\u00)([0-9A-Fa-f]{2})/g, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
  }
  return decoded;
}
