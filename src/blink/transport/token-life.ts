import { z } from 'zod';
import { MINUTE, SECOND } from '../../kernel/clock';
import { parsedJson } from '../wire/json';

const DOCUMENTED_MS = 30 * MINUTE;
const claims = z.object({ exp: z.number().int().positive() });

/**
 * How long an access token lives from the answer that brought it: its `exp` against that answer's own Date, so that
 * neither our clock nor Blink's matters. Blink's `expired_on` is not read: it was an hour off in summers.
 * @returns the documented half hour when one of the two is missing or makes no sense, and never more
 */
export function tokenLifeMs(token: string, answeredAt: Date | null): number {
  const payload = token.split('.')[1] ?? '';
  const read = claims.safeParse(parsedJson(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!read.success || !answeredAt) return DOCUMENTED_MS;
  const lifeMs = read.data.exp * SECOND - answeredAt.getTime();
  return lifeMs > 0 ? Math.min(lifeMs, DOCUMENTED_MS) : DOCUMENTED_MS;
}
