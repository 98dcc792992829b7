import type { FieldError } from '../../kernel/errors';
import type { JsonObject } from './json';
import { isJsonObject, valueAt } from './json';
import { plainText } from './plain-text';
import { fullyDecoded } from './url-decoding';

/** What an answer says of a failure, whichever of Blink's five shapes it has. */
export interface Refusal {
  /** One bounded line without markup; empty when the answer says nothing that can be read. */
  readonly reason: string;
  /** Inputs that Blink names, in Blink's names. */
  readonly fields: readonly FieldError[];
  /** The answer's texts as they came, most telling first, to look for documented ones. Not for showing. */
  readonly texts: readonly string[];
  /** Blink's own text on a payment that failed; only payment calls have it. */
  readonly errorResponse: string;
  /** `error` holds something, whatever it is: then not even a 200 is a success. */
  readonly saysError: boolean;
}

/**
 * 1 `{error}` · 2 `{error, error_response}` · 3 `{success: false, message}` · 4 `{message, data: {field: [text]}}` ·
 * 5 `{url: "…&note=text"}`. `error` has been seen to be no text at all, so nothing is assumed of any of them.
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
    saysError: holdsSomething(valueAt(body, 'error')) || errorResponse !== '',
  };
}

const LONGEST_TEXT = 2_000;
const MOST_FIELDS = 20;
/** Shorter than any key: an answer might have one for a name. */
const FIELD_NAME = /^[A-Za-z][\w.-]{0,30}$/;

function textAt(body: JsonObject, key: string): string {
  const value = valueAt(body, key);
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT).trim() : '';
}

function holdsSomething(value: unknown): boolean {
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
    .flatMap(([field, said]) => {
      const message = plainText(Array.isArray(said) ? said[0] : said);
      return FIELD_NAME.test(field) && message ? [{ field, message }] : [];
    });
}
