import { isJsonObject, parsedJson } from './json';
import { urlDecoded } from './url-decoding';

const LONGEST_TEXT = 8_192;
const MOST_KEYS = 32;
const LONGEST_KEY = 64;
const LONGEST_VALUE = 512;

/**
 * Reads the merchant data that we sent with a payment, however Blink returns it: an object, its JSON, that JSON url-encoded once or
 * twice, or with single quotes. Never throws.
 * @returns texts and numbers as texts, without a prototype; empty when nothing can be read
 */
export function merchantDataFrom(value: unknown): Readonly<Record<string, string>> {
  const object = isJsonObject(value) ? value : objectFrom(value);
  const flat: Record<string, string> = {};
  Object.setPrototypeOf(flat, null); // so that only names that Blink sent are found
  let kept = 0;
  for (const [key, each] of Object.entries(object)) {
    if (kept === MOST_KEYS) break;
    const text = textOf(each);
    if (text === null || key === '__proto__' || key.length > LONGEST_KEY || text.length > LONGEST_VALUE)
      continue;
    flat[key] = text;
    kept += 1;
  }
  return flat;
}

function textOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return null;
  }
}

function objectFrom(value: unknown): object {
  if (typeof value !== 'string' || value.length > LONGEST_TEXT) return {};
  const once = urlDecoded(value) ?? value;
  const twice = urlDecoded(once) ?? once;
  const forms = [value, once, twice].flatMap((text) => [text, withDoubleQuotes(text)]);
  return forms.map(unwrapped).find(isJsonObject) ?? {};
}

/** Parses JSON, and once more where the result is a text. */
function unwrapped(text: string): unknown {
  const parsed = parsedJson(text);
  return typeof parsed === 'string' ? parsedJson(parsed) : parsed;
}

/** One of Blink's pages showed the data with single quotes. */
function withDoubleQuotes(text: string): string {
  return text.includes('"') ? text : text.replace(/'/g, '"');
}
