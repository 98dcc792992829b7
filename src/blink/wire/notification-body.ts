import { isJsonObject, type JsonObject, parsedJson } from './json';
import { hintFromReturn } from './return-query';
import { isTransactionId, looksLikeBlinkId } from './transaction-id';

/** Which transactions a notification is about. Anybody can send one, so its status and amount are not even read. */
export interface NotificationHint {
  /** Those that it names, the likeliest first; none when it names none that could be read. */
  readonly transactionIds: readonly string[];
  /** What it says field by field, where it has fields. */
  readonly fields: JsonObject;
}

/** A genuine notification names one; more are read only where it is not plain which. */
const MOST_IDS = 3;
/** Blink encodes some values twice. */
const MOST_DECODINGS = 3;

const NAMED_ID =
  /(?<![0-9A-Za-z_-])transaction[_ .-]?id[^0-9A-Za-z]{1,40}([0-9A-Za-z][0-9A-Za-z-]{0,63})(?![0-9A-Za-z-])/gi;
const BLINK_ID = /(?<![0-9A-Za-z-])(BL-[0-9A-Za-z-]{1,61})(?![0-9A-Za-z-])/g;

/**
 * Reads a notification in whatever shape it comes: JSON, a form, one inside the other, several parts, plain text; the type that it is
 * sent as says nothing. An id that is named `transaction_id` comes before one that only looks like Blink's; it hides that
 * only where it looks like Blink's itself. Never throws.
 * @param body its first bytes
 * @param query of the address it was sent to
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
  const isPlain = named.some(looksLikeBlinkId); // else what was taken for an id may be any word
  return [...new Set(isPlain ? named : [...named, ...matches(BLINK_ID, decoded)])].slice(0, MOST_IDS);
}

function matches(pattern: RegExp, text: string): string[] {
  return Array.from(text.matchAll(pattern), ([, id = '']) => id);
}

/** After the words "transaction id" a text may go on with any other word. */
function mayBeId(word: string): boolean {
  return looksLikeBlinkId(word) || (isTransactionId(word) && /\d/.test(word));
}

/** Ids are ASCII: in other encodings of Unicode only zeroes stand between its letters. */
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

/** However often it was encoded, and although some percent signs in it may mean nothing. */
function fullyDecoded(text: string): string {
  let decoded = text;
  for (let round = 0; round < MOST_DECODINGS; round++) {
    decoded = decoded.replace(/(?:%|\\u00)([0-9A-Fa-f]{2})/g, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
  }
  return decoded;
}
