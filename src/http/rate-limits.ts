import { isIPv6 } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequests } from './refusals';

export interface RateLimitOptions {
  /** Shown in the headers, so that a caller who meets two limits can tell them apart. */
  readonly name: string;
  readonly requests: number;
  readonly seconds: number;
}

/** Counts per key, in this process or where all of them see it. */
export interface RateLimit extends RateLimitOptions {
  take(key: string): Promise<Allowance>;
}

export interface Allowance {
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export type MakeRateLimit = (options: RateLimitOptions) => RateLimit;

export const rateLimitInMemory: MakeRateLimit = (options) => {
  const { name, requests, seconds } = options;
  return rateLimitOn(
    new RateLimiterMemory({ points: requests, duration: seconds, keyPrefix: name }),
    options,
  );
};

/** @param nameOf what the limiter knows a key by */
export function rateLimitOn(
  limiter: { consume(key: string): Promise<RateLimiterRes> },
  { name, requests, seconds }: RateLimitOptions,
  nameOf: (key: string) => string = (key) => key,
): RateLimit {
  return {
    name,
    requests,
    seconds,
    take: (key) =>
      limiter.consume(nameOf(key)).then(
        (taken) => allowance(true, taken),
        (refused: unknown) => {
          if (refused instanceof RateLimiterRes) return allowance(false, refused);
          throw refused;
        },
      ),
  };
}

function allowance(isAllowed: boolean, state: RateLimiterRes): Allowance {
  return { isAllowed, remaining: state.remainingPoints, resetSeconds: Math.ceil(state.msBeforeNext / 1_000) };
}

/**
 * Lets through what is within the limit and refuses the rest with 429.
 * @param keyOf who is counted; `addressOf` unless something better is known
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function limitRequests(limit: RateLimit, keyOf: (req: Request) => string = addressOf): RequestHandler {
  const policy = `"${limit.name}";q=${limit.requests};w=${limit.seconds}`;
  return async (req, res, next) => {
    const { isAllowed, remaining, resetSeconds } = await limit.take(keyOf(req));
    res.append('RateLimit-Policy', policy);
    res.append('RateLimit', `"${limit.name}";r=${remaining};t=${resetSeconds}`);
    if (!isAllowed) throw new TooManyRequests(Math.max(1, resetSeconds));
    next();
  };
}

/** Whom a request is counted for. One household has a whole /64 of IPv6 addresses, so that is one address here. */
export function addressOf(req: Pick<Request, 'ip'>): string {
  const address = (req.ip ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIPv6(address) ? `${network64(address)}::/64` : address;
}

function network64(address: string): string {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1); // in one way, whichever way it came
  const [head = [], tail] = written
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(tail === undefined ? 0 : 8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...(tail ?? [])].slice(0, 4).join(':');
}
