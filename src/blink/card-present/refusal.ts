import {
  AcquirerTokenInvalid,
  AcquirerTokenNotFound,
  CardPresentAuthorisationMalformed,
  CardPresentAuthorisationMissing,
  CardPresentFailed,
  CardPresentKeysRefused,
  DeviceIdRefused,
} from './errors';
import type { BlinkError } from '../errors';
import { isJsonObject, parsedJson, valueAt } from '../wire/json';
import type { Reply } from '../transport/exchange';

/** Blink's page writes `Authorisation`; the header itself has a z, and so may the key one day. */
const AUTHORISATION = ['Authorisation', 'Authorization'];
const ACQUIRER_TOKEN = ['acquirer_token'];
const DEVICE_ID = ['terminal_id', 'device_id'];

/**
 * The documented failures: `{result, message, errors: {<what>: <text>}}`, distinguished by status and by the name inside `errors`.
 * @returns null for every other answer
 */
export function cardPresentRefusal(attempted: string, { status, text }: Reply): BlinkError | null {
  const named = namedErrors(text);
  switch (status) {
    case 400:
      return named(AUTHORISATION) === null ? null : new CardPresentAuthorisationMissing(attempted);
    case 401:
      return acquirerTokenRefusal(attempted, named(ACQUIRER_TOKEN)) ?? malformed(attempted, named);
    case 403:
      return named(AUTHORISATION) === null ? null : new CardPresentKeysRefused(attempted);
    case 422:
      return named(DEVICE_ID) === null ? null : new DeviceIdRefused(attempted);
    case 500:
      return new CardPresentFailed(attempted); // whatever it says: the documented body cannot be parsed
    default:
      return null;
  }
}

type NamedErrors = (names: readonly string[]) => string | null;

/** Finds the text under the first of the names that is present: empty when its value is no text, null when none is present. */
function namedErrors(text: string): NamedErrors {
  const body = parsedJson(text);
  const errors = isJsonObject(body) ? valueAt(body, 'errors') : null;
  return (names) => {
    const name = isJsonObject(errors) ? names.find((each) => Object.hasOwn(errors, each)) : undefined;
    if (!isJsonObject(errors) || name === undefined) return null;
    const value = valueAt(errors, name);
    return typeof value === 'string' ? value : '';
  };
}

/** Two cases share one key, and only the text distinguishes them; a text that says both counts as "not found". */
function acquirerTokenRefusal(attempted: string, text: string | null): BlinkError | null {
  if (text === null) return null;
  const isInvalid = /\binvalid\b/i.test(text) && !/\bnot found\b/i.test(text);
  return isInvalid ? new AcquirerTokenInvalid(attempted) : new AcquirerTokenNotFound(attempted);
}

function malformed(attempted: string, named: NamedErrors): BlinkError | null {
  return named(AUTHORISATION) === null ? null : new CardPresentAuthorisationMalformed(attempted);
}
