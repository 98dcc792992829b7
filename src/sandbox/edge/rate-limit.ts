import type { RequestHandler } from 'express';
import { MINUTE, type Clock } from '../../kernel/clock';
import type { Switches } from '../settings';

/** Recorded on every answer, whatever the limit is here. */
const ADVERTISED = 60;

/**
 * Counts one window of a minute for the whole sandbox: what Blink counts by (address, key or route) is not published.
 */
export function limitRate(clock: Clock, switches: Switches): RequestHandler {
  let windowEndsAt = 0;
  let used = 0;
  return (_req, res, next) => {
    const now = clock.now().getTime();
    if (now >= windowEndsAt) {
      windowEndsAt = now + MINUTE;
      used = 0;
    }
    used += 1;
    const { rateLimit } = switches.now;
    const limit = rateLimit ?? ADVERTISED;
    res.set('X-RateLimit-Limit', String(limit));
    res.set('X-RateLimit-Remaining', String(rateLimit === null ? limit - 1 : Math.max(0, limit - used)));
    if (rateLimit === null || used <= rateLimit) {
      next();
      return;
    }
    res.set('Retry-After', String(Math.ceil((windowEndsAt - now) / 1_000)));
    res.status(429).json({ message: 'Too Many Attempts.' });
  };
}
