import { createHmac, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { HOUR, SECOND, systemClock } from '../kernel/clock';
import { withTimeout } from '../kernel/with-timeout';
import type { Database } from '../postgres/database';
import { rateLimitInMemory } from './memory-rate-limit';
import type { Allowance, MakeRateLimit, RateLimit, RateLimitOptions } from './rate-limits';
import { SharedCounts, type SharedWindow } from './shared-counts';

/** A count takes a few milliseconds: nobody waits longer for one that does not come. */
const LONGEST_WAIT_MS = SECOND;
/** How many senders each limit remembers; the oldest windows are deleted first. */
const MOST_KEYS = 50_000;
/** Each process trims the table after so many counts, so that a count stays one statement. */
const COUNTS_BETWEEN_TRIMS = 1_000;
/** Processes need not agree on the time to the second. */
const KEPT_AFTER_END_MS = HOUR;

const TRIM = {
  name: 'trim_rate_limits',
  text: `
    DELETE FROM rate_limits WHERE expire < $3 OR key IN (
      SELECT key FROM rate_limits WHERE starts_with(key, $1) ORDER BY expire DESC OFFSET $2
    )`,
};

/**
 * Limits that count in PostgreSQL, so that a caller has one allowance however many processes there are. While the database cannot be
 * asked each process counts by itself: letting every request through would defeat the limit, and letting none through would refuse every
 * shopper because of a counter.
 * @param secret our secret: callers' addresses are stored only as HMACs made with it
 */
export function rateLimitsIn(database: Database, secret: string, mostKeys = MOST_KEYS): MakeRateLimit {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'blink-checkout/v1/rate-limits', 32));
  const hidden = (caller: string) => createHmac('sha256', key).update(caller).digest('base64url');
  const counts = new SharedCounts(database);
  return (options) => {
    const shared = sharedLimit(database, counts, options, mostKeys);
    const alone = rateLimitInMemory(options);
    return {
      ...options,
      take: (caller) => shared.take(hidden(caller)).catch(() => alone.take(hidden(caller))),
      giveBack: (caller) => shared.giveBack(hidden(caller)).catch(() => alone.giveBack(hidden(caller))),
    };
  };
}

function sharedLimit(
  database: Database,
  counts: SharedCounts,
  options: RateLimitOptions,
  mostKeys: number,
): RateLimit {
  const { name, requests, seconds } = options;
  const spent = new Spent(mostKeys);
  let taken = 0;
  const trimNowAndThen = (): void => {
    taken += 1;
    if (taken % Math.min(COUNTS_BETWEEN_TRIMS, mostKeys) !== 0) return;
    const values = [`${name}:`, mostKeys, systemClock.now().getTime() - KEPT_AFTER_END_MS];
    database.run(TRIM, values, z.never()).catch(() => undefined); // the next one does it
  };
  const count = async (key: string, points: number): Promise<SharedWindow> => {
    const now = systemClock.now().getTime();
    const counting = counts.add({ key: `${name}:${key}`, points, endsAt: now + seconds * SECOND });
    const window = await withTimeout(LONGEST_WAIT_MS, counting);
    if (window === 'still_waiting') throw new Error('The database did not count in time');
    return window;
  };
  return {
    ...options,
    take: async (key) => {
      trimNowAndThen();
      const known = spent.windowOf(key);
      const window = known ?? (await count(key, 1));
      const allowance = allowanceIn(window, requests);
      if (!allowance.isAllowed) spent.remember(key, window);
      return allowance;
    },
    giveBack: async (key) => {
      await count(key, -1);
    },
  };
}

function allowanceIn({ points, endsAt }: SharedWindow, requests: number): Allowance {
  return {
    isAllowed: points <= requests,
    remaining: Math.max(0, requests - points),
    resetSeconds: Math.ceil(Math.max(0, endsAt - systemClock.now().getTime()) / SECOND),
  };
}

/** Whoever was refused is refused without asking again, until the window ends. */
class Spent {
  private readonly windows = new Map<string, SharedWindow>();

  constructor(private readonly mostKeys: number) {}

  windowOf(key: string): SharedWindow | null {
    const window = this.windows.get(key);
    if (window && systemClock.now().getTime() < window.endsAt) return window;
    this.windows.delete(key);
    return null;
  }

  remember(key: string, window: SharedWindow): void {
    this.windows.set(key, window);
    for (const oldest of this.windows.keys()) {
      if (this.windows.size <= this.mostKeys) return;
      this.windows.delete(oldest);
    }
  }
}
