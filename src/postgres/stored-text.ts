/** NUL and halves of surrogate pairs: legal in a JavaScript string, and refused by PostgreSQL in text and JSON alike. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const MAY_BE_UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/**
 * A value as JSON that PostgreSQL accepts: characters it cannot store become U+FFFD, so that no text of a shop, a shopper or Blink can
 * prevent a payment from being recorded.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!MAY_BE_UNSTORABLE.test(text)) return text;
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'string' ? storable(each) : each));
}

export function storable(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}
