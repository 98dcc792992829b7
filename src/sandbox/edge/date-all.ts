import type { RequestHandler } from 'express';
import type { World } from '../world';

/** Answers bear the time of the sandbox's own clock, as its tokens and dates do: whoever compares the two finds that they agree. */
export function dateAll({ clock }: Pick<World, 'clock'>): RequestHandler {
  return (_req, res, next) => {
    res.setHeader('Date', clock.now().toUTCString());
    next();
  };
}
