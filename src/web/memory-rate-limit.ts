import { SECOND, systemClock, type Clock } from '../kernel/clock';
import type { Allowance, RateLimit, RateLimitOptions } from './rate-limits';

/** How many senders are remembered; the one seen longest ago is forgotten first, so that a flood of addresses uses no more memory. */
const MOST_KEYS = 50_000;

interface Window {
  count: number;
  readonly endsAt: number;
}

/**
 * A limit that counts in this process. Its own few lines: a limiter of the common libraries keeps every key, and a timer for each, for as
 * long as its window lasts.
 */
export function rateLimitInMemory(
  options: RateLimitOptions,
  clock: Pick<Clock, 'now'> = systemClock,
  mostKeys = MOST_KEYS,
): RateLimit {
  const windows = new Map<string, Window>();
  const windowOf = (key: string): Window => {
    const now = clock.now().getTime();
    const known = windows.get(key);
    const lengthMs = options.seconds * SECOND;
    const isOpen = known !== undefined && now < known.endsAt && known.endsAt - now <= lengthMs; // a longer rest: the clock was set back
    const window = isOpen ? known : { count: 0, endsAt: now + lengthMs };
    windows.delete(key); // a key that comes again becomes the newest
    windows.set(key, window);
    forgetOldest(windows, mostKeys);
    return window;
  };
  return {
    ...options,
    take: (key) => {
      const window = windowOf(key);
      window.count += 1;
      return Promise.resolve(allowance(options, window, clock.now().getTime()));
    },
    giveBack: (key) => {
      const window = windowOf(key);
      window.count = Math.max(0, window.count - 1);
      return Promise.resolve();
    },
  };
}

function forgetOldest(windows: Map<string, Window>, mostKeys: number): void {
  for (const oldest of windows.keys()) {
    if (windows.size <= mostKeys) return;
    windows.delete(oldest);
  }
}

function allowance({ requests }: RateLimitOptions, { count, endsAt }: Window, now: number): Allowance {
  return {
    isAllowed: count <= requests,
    remaining: Math.max(0, requests - count),
    resetSeconds: Math.ceil((endsAt - now) / SECOND),
  };
}
