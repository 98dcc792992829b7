import type { Request, RequestHandler, Response } from 'express';
import { TooManyRequests } from './refusals';
import { householdOf } from './sender';

export interface RateLimitOptions {
  /** Shown in the headers, so that a caller who meets two limits can tell them apart; also in log and metrics. */
  readonly name: string;
  readonly requests: number;
  readonly seconds: number;
}

/** Counts per key, in this process or where all of them see it. */
export interface RateLimit extends RateLimitOptions {
  take(key: string): Promise<Allowance>;
  /** For what was counted and then not done. */
  giveBack(key: string): Promise<void>;
}

export interface Allowance {
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export type MakeRateLimit = (options: RateLimitOptions) => RateLimit;

/**
 * Lets through what is within the limit and refuses the rest with 429.
 * @param keyOf who is counted; by default each address
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function limitRequests(limit: RateLimit, keyOf?: (req: Request) => string): RequestHandler {
  const policy = `"${limit.name}";q=${limit.requests};w=${limit.seconds}`;
  return async (req, res, next) => {
    const allowance = await (keyOf ? takeFor(limit, keyOf(req), res) : takeForAddress(limit, res));
    res.append('RateLimit-Policy', policy);
    res.append('RateLimit', `"${limit.name}";r=${allowance.remaining};t=${allowance.resetSeconds}`);
    if (!allowance.isAllowed) throw refusalBy(allowance);
    next();
  };
}

export function refusalBy({ resetSeconds }: Allowance): TooManyRequests {
  return new TooManyRequests(Math.max(1, resetSeconds));
}

/** Counts once. That somebody is turned away is logged now and then, and counted each time. */
export async function takeFor(limit: RateLimit, key: string, res: Response): Promise<Allowance> {
  const allowance = await limit.take(key);
  if (!allowance.isAllowed) sayOf(limit, 'refused', res);
  return allowance;
}

/**
 * Counts the sender's address. One that is a proxy's stands for everybody behind it, who would all be turned away for what one of them
 * does: it is said that it passed the limit, and let through.
 */
export async function takeForAddress(limit: RateLimit, res: Response): Promise<Allowance> {
  const { address, isProxy } = res.context.sender;
  const allowance = await limit.take(householdOf(address));
  if (allowance.isAllowed) return allowance;
  sayOf(limit, isProxy ? 'let_through' : 'refused', res);
  return { ...allowance, isAllowed: isProxy };
}

export function giveBackOfAddress(limit: RateLimit, res: Response): Promise<void> {
  return limit.giveBack(householdOf(res.context.sender.address));
}

/** Counts what nobody is refused for: that it is more than is usual, somebody should know. */
export async function alertAbove(limit: RateLimit, key: string, res: Response): Promise<void> {
  const { isAllowed } = await limit.take(key);
  if (!isAllowed) sayOf(limit, 'alerted', res);
}

/** What became of a request that was beyond a limit. */
export const LIMIT_OUTCOMES = ['refused', 'let_through', 'alerted'] as const;
export type LimitOutcome = (typeof LIMIT_OUTCOMES)[number];

const SAYING: Readonly<Record<LimitOutcome, string>> = {
  refused: 'somebody is turned away by a limit',
  let_through:
    'a limit is passed by everybody behind a proxy that TRUST_PROXY does not count: nobody is refused',
  alerted: 'more is tried than is usual: nobody is refused',
};

function sayOf({ name, requests, seconds }: RateLimit, outcome: LimitOutcome, res: Response): void {
  const { edge } = res.context;
  edge.warnings.say(
    `${name}/${outcome}`,
    { limit: { kind: name, count: requests, seconds } },
    SAYING[outcome],
  );
  edge.counts.onLimit(name, outcome);
}
