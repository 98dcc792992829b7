import { InvalidInput } from '../kernel/errors';
import {
  BodyTooLarge,
  MalformedRequest,
  NotAuthenticated,
  TooManyRequests,
  UnsupportedBody,
} from '../web/refusals';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from './idempotency/idempotency';
import type { ApiRoute, Refusal } from './route';

const MALFORMED: Refusal = {
  error: new MalformedRequest('The body cannot be read: it is not what its content type says'),
  when: 'The body is not JSON, is nested too deeply, or the address cannot be read.',
};
const NO_KEY: Refusal = {
  error: new NotAuthenticated('Bearer realm="api"'),
  when: 'No API key was sent, or one that is not ours.',
};
const TOO_LARGE: Refusal = { error: new BodyTooLarge(), when: 'The body has more than 64 KB.' };
const NOT_JSON: Refusal = {
  error: new UnsupportedBody('The body must be application/json'),
  when: 'The body has another `Content-Type` than `application/json`, or is compressed in a way we do not read.',
};
const INVALID: Refusal = {
  error: new InvalidInput([{ field: 'colour', message: 'is not a field of this request' }]),
  when: 'A field or parameter is wrong, missing or unknown: `errors` names each.',
};
const TOO_MANY: Refusal = {
  error: new TooManyRequests(60),
  when: 'The key has used up its allowance: wait as long as `Retry-After` says.',
};
const KEY_REUSED: Refusal = {
  error: new IdempotencyKeyReused(),
  when: 'The `Idempotency-Key` stands for another request.',
};
const KEY_IN_USE: Refusal = {
  error: new IdempotencyKeyInUse(),
  when: 'The first request with this `Idempotency-Key` takes longer than ten seconds: ask again, with the same key.',
};

/** Every refusal of a call: its own, and those that its key, body and parameters bring. */
export function refusalsOf(route: ApiRoute): readonly Refusal[] {
  const writes = route.method === 'get' ? [] : [MALFORMED, TOO_LARGE, NOT_JSON];
  const repeats = route.method === 'post' ? [KEY_REUSED, KEY_IN_USE] : [];
  const asks = route.isPublic ? [] : [NO_KEY, TOO_MANY];
  return [...asks, ...writes, INVALID, ...repeats, ...route.refusals].sort(
    (one, other) => one.error.status - other.error.status,
  );
}
