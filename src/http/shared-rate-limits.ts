import { createHmac, hkdfSync } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres, RLWrapperTimeouts } from 'rate-limiter-flexible';
import { SECOND } from '../clock';
import type { Database } from '../orders/database';
import { rateLimitOn, type MakeRateLimit } from './rate-limits';

/** Made by `migrations/0006-rate-limits-and-erasure.sql`. */
const TABLE = 'rate_limits';
/** A count takes a few milliseconds: nobody waits longer for one that does not come. */
const LONGEST_WAIT_MS = SECOND;

/**
 * Limits that count in PostgreSQL, so that however many processes there are a caller has one allowance. While the database cannot be
 * asked each process counts for itself: letting everything through would open the door that the limit closes, and letting nothing
 * through would turn away every shopper because of a counter.
 * @param secret of ours: the addresses of callers are kept as its HMAC only
 */
export function rateLimitsIn(database: Database, secret: string): MakeRateLimit {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'blink-checkout/v1/rate-limits', 32));
  const hidden = (caller: string) => createHmac('sha256', key).update(caller).digest('base64url');
  return (options) => {
    const counting = { keyPrefix: options.name, points: options.requests, duration: options.seconds };
    const limiter = new RLWrapperTimeouts({
      limiter: new RateLimiterPostgres({
        ...counting,
        storeClient: database.pool,
        storeType: 'pool',
        tableName: TABLE,
        tableCreated: true,
        inMemoryBlockOnConsumed: options.requests + 1, // whoever is refused is refused without asking again
      }),
      insuranceLimiter: new RateLimiterMemory(counting),
      timeoutMs: LONGEST_WAIT_MS,
    });
    return rateLimitOn(limiter, options, hidden);
  };
}
