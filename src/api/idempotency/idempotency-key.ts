import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { InvalidInput } from '../../kernel/errors';
import type { ApiRoute } from '../route';

/**
 * The `Idempotency-Key` of a request, or null when it has none.
 * @throws InvalidInput
 */
export function idempotencyKeyOf(req: Pick<Request, 'headersDistinct'>): string | null {
  const given = req.headersDistinct['idempotency-key'];
  if (!given) return null;
  const [key = ''] = given;
  if (given.length === 1 && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw new InvalidInput([
    { field: 'Idempotency-Key', message: 'must be one value of 1 to 255 printable ASCII characters' },
  ]);
}

/** Two requests have the same fingerprint when they ask for the same; the order of fields and the spaces between them do not count. */
export function fingerprintOf(route: ApiRoute, req: Pick<Request, 'params' | 'query' | 'body'>): string {
  const body: unknown = req.body;
  const asked = JSON.stringify([
    route.method,
    route.pattern,
    sorted(req.params),
    sorted(req.query),
    sorted(body),
  ]);
  return createHash('sha256').update(asked).digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, sorted(inner)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
