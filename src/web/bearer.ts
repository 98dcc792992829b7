import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { NotAuthenticated } from './refusals';

const LONGEST_KEY = 512;

interface KnownKey {
  readonly hash: Buffer;
  /** Names the key in logs and histories without revealing it. */
  readonly label: string;
}

/**
 * Lets requests through that carry one of our keys as `Authorization: Bearer <key>`; `res.context.caller` says which.
 * All hashes are compared, each in constant time: the time taken reveals neither a key nor its length.
 */
export function bearer(keys: readonly string[]): RequestHandler {
  const known: readonly KnownKey[] = keys.map((key) => ({ hash: sha256(key), label: apiKeyLabel(key) }));
  return (req, res, next) => {
    const given = bearerOf(req);
    if (given === null) throw new NotAuthenticated('Bearer realm="api"');
    const hash = sha256(given);
    const matching = known.filter((key) => timingSafeEqual(key.hash, hash));
    const [found] = matching;
    if (!found) throw new NotAuthenticated('Bearer realm="api", error="invalid_token"');
    res.context.caller = found.label;
    next();
  };
}

/** `key_` and eight characters of the key's hash: for a key of 128 bits or more, that helps nobody to guess it. */
export function apiKeyLabel(key: string): string {
  return `key_${sha256(key).toString('hex').slice(0, 8)}`;
}

function bearerOf(req: Request): string | null {
  const given = /^Bearer +([\x21-\x7e]+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
  return given !== '' && given.length <= LONGEST_KEY ? given : null;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
