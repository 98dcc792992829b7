import type { FieldError } from '../../kernel/errors';
import type { JsonObject } from './json';
import { isJsonObject, valueAt } from './json';
import { plainText } from './plain-text';
import { fullyDecoded } from './url-decoding';

/** What an answer says about a failure, whichever of Blink's five shapes it has. */
export interface Refusal {
  /** One bounded line without markup; empty when the answer has no readable text. */
  readonly reason: string;
  /** The inputs that Blink complains about, by Blink's names. */
  readonly fields: readonly FieldError[];
  /** The answer's texts unchanged, the most telling first, for finding documented ones. They must not be shown. */
  readonly texts: readonly string[];
  /** Blink's own text for a payment that failed; only payment calls have it. */
  readonly errorResponse: string;
  /** Whether `error` has any value: then not even a 200 is a success. */
  readonly saysError: boolean;
}

/**
 * 1 `{error}` · 2 `{error, error_response}` · 3 `{success: false, message}` · 4 `{message, data: {field: [text]}}` ·
 * 5 `{url: "…&note=text"}`. `error` has been seen to be no text at all, so no value's type is assumed.
 */
export function refusalFrom(body: unknown): Refusal {
  if (!isJsonObject(body)) return { reason: '', fields: [], texts: [], errorResponse: '', saysError: false };
  const errorResponse = textAt(body, 'error_response');
  const texts = [errorResponse, textAt(body, 'error'), textAt(body, 'message'), noteOf(body)].filter(Boolean);
  const fields = ['data', 'errors', 'error'].flatMap((key) => fieldsFrom(valueAt(body, key)));
  return {
    reason: plainText(texts[0] ?? fields[0]?.message),
    fields: fields.slice(0, MOST_FIELDS),
    texts,
    errorResponse,
    saysError: hasValue(valueAt(body, 'error')) || errorResponse !== '',
  };
}

const LONGEST_TEXT = 2_000;
const MOST_FIELDS = 20;
/** Shorter than any secret, in case an answer has one for a name. */
const FIELD_NAME = /^[A-Za-z][\w.-]{0,30}$/;

function textAt(body: JsonObject, key: string): string {
  const value = valueAt(body, key);
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT).trim() : '';
}

function hasValue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function noteOf(body: JsonObject): string {
  const url = textAt(body, 'url');
  const note = URL.canParse(url) ? new URL(url).searchParams.get('note') : null;
  return fullyDecoded(note ?? '').trim();
}

function fieldsFrom(value: unknown): FieldError[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .slice(0, MOST_FIELDS)
    .flatMap(([field, text]) => {
      const message = plainText(Array.isArray(text) ? text[0] : text);
      return FIELD_NAME.test(field) && message ? [{ field, message }] : [];
    });
}
