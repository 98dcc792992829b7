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
 * The documented failures: `{result, message, errors: {<what>: <text>}}`, told apart by their status and by what they name.
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

/** The text under one of these names: empty for what is no text, null when none of them is there. */
function namedErrors(text: string): NamedErrors {
  const body = parsedJson(text);
  const errors = isJsonObject(body) ? valueAt(body, 'errors') : null;
  return (names) => {
    const name = isJsonObject(errors) ? names.find((each) => Object.hasOwn(errors, each)) : undefined;
    if (!isJsonObject(errors) || name === undefined) return null;
    const said = valueAt(errors, name);
    return typeof said === 'string' ? said : '';
  };
}

/** One key for two cases, which only the text tells apart; a text that says both leaves it at the first. */
function acquirerTokenRefusal(attempted: string, said: string | null): BlinkError | null {
  if (said === null) return null;
  const isInvalid = /\binvalid\b/i.test(said) && !/\bnot found\b/i.test(said);
  return isInvalid ? new AcquirerTokenInvalid(attempted) : new AcquirerTokenNotFound(attempted);
}

function malformed(attempted: string, named: NamedErrors): BlinkError | null {
  return named(AUTHORISATION) === null ? null : new CardPresentAuthorisationMalformed(attempted);
}
