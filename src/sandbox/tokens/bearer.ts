import type { Request } from 'express';
import { refused } from '../edge/refusal';
import type { World } from '../world';
import type { AccessToken } from './tokens';

/** @throws Refusal 401 */
export function bearerOf(world: World, req: Request): AccessToken {
  const match = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '');
  const [, text] = match ?? [];
  if (text === undefined) throw refused(401, 'Unauthorised request');
  return world.tokens.check(text);
}
