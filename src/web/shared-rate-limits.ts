import { createHmac, hkdfSync } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import { z } from 'zod';
import { SECOND } from '../kernel/clock';
import type { Database } from '../postgres/database';
import { rateLimitInMemory } from './memory-rate-limit';
import type { Allowance, MakeRateLimit, RateLimit, RateLimitOptions } from './rate-limits';

/** Made by `migrations/0006-rate-limits-and-erasure.sql`. */
const TABLE = 'rate_limits';
/** A count takes a few milliseconds: nobody waits longer for one that does not come. */
const LONGEST_WAIT_MS = SECOND;
/** Each limit keeps so many senders; the oldest windows go. */
const MOST_KEYS = 50_000;
/** Looked after by each process now and then, so that a count stays one statement. */
const COUNTS_BETWEEN_TRIMS = 1_000;

const TRIM = {
  name: 'trim_rate_limits',
  text: `
    DELETE FROM ${TABLE} WHERE key IN (
      SELECT key FROM ${TABLE} WHERE starts_with(key, $1) ORDER BY expire DESC OFFSET $2
    )`,
};

/**
 * Limits that count in PostgreSQL, so that however many processes there are a caller has one allowance. While the database cannot be
 * asked each process counts for itself: letting everything through would open the door that the limit closes, and letting nothing
 * through would turn away every shopper because of a counter.
 * @param secret of ours: the addresses of callers are kept as its HMAC only
 */
export function rateLimitsIn(database: Database, secret: string, mostKeys = MOST_KEYS): MakeRateLimit {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'blink-checkout/v1/rate-limits', 32));
  const hidden = (caller: string) => createHmac('sha256', key).update(caller).digest('base64url');
  return (options) => {
    const shared = sharedLimit(database, options, mostKeys);
    const alone = rateLimitInMemory(options);
    return {
      ...options,
      take: (caller) => shared.take(hidden(caller)).catch(() => alone.take(hidden(caller))),
      giveBack: (caller) => shared.giveBack(hidden(caller)).catch(() => alone.giveBack(hidden(caller))),
    };
  };
}

function sharedLimit(database: Database, options: RateLimitOptions, mostKeys: number): RateLimit {
  const { name, requests, seconds } = options;
  const limiter = new RLWrapperTimeouts({
    limiter: new RateLimiterPostgres({
      keyPrefix: name,
      points: requests,
      duration: seconds,
      storeClient: database.pool,
      storeType: 'pool',
      tableName: TABLE,
      tableCreated: true,
      inMemoryBlockOnConsumed: requests + 1, // whoever is refused is refused without asking again
    }),
    timeoutMs: LONGEST_WAIT_MS,
  });
  let counts = 0;
  const trimNowAndThen = (): void => {
    counts += 1;
    if (counts % Math.min(COUNTS_BETWEEN_TRIMS, mostKeys) !== 0) return;
    database.run(TRIM, [`${name}:`, mostKeys], z.never()).catch(() => undefined); // the next one does it
  };
  return {
    ...options,
    take: (key) => {
      trimNowAndThen();
      return limiter.consume(key).then((taken) => allowance(true, taken), refusedOrFailed);
    },
    giveBack: async (key) => {
      await limiter.reward(key);
    },
  };
}

function refusedOrFailed(refused: unknown): Allowance {
  if (refused instanceof RateLimiterRes) return allowance(false, refused);
  throw refused;
}

function allowance(isAllowed: boolean, state: RateLimiterRes): Allowance {
  return {
    isAllowed,
    remaining: state.remainingPoints,
    resetSeconds: Math.ceil(state.msBeforeNext / SECOND),
  };
}
