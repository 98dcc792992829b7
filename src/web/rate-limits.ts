import type { Request, RequestHandler, Response } from 'express';
import { TooManyRequests } from './refusals';
import { householdOf } from './sender';

export interface RateLimitOptions {
  /** Shown in the headers, so that a caller who meets two limits can tell them apart; also in log and metrics. */
  readonly name: string;
  readonly requests: number;
  readonly seconds: number;
}

/** Counts per key, in this process or for all processes together. */
export interface RateLimit extends RateLimitOptions {
  take(key: string): Promise<Allowance>;
  /** Uncounts a request that was counted and then not carried out. */
  giveBack(key: string): Promise<void>;
}

export interface Allowance {
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export type MakeRateLimit = (options: RateLimitOptions) => RateLimit;

/**
 * Lets requests within the limit through and refuses the others with 429.
 * @param keyOf the key that a request is counted under; by default the sender's address
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

/** Counts one request. A refusal is logged once an hour, and counted in the metrics each time. */
export async function takeFor(limit: RateLimit, key: string, res: Response): Promise<Allowance> {
  const allowance = await limit.take(key);
  if (!allowance.isAllowed) report(limit, 'refused', res);
  return allowance;
}

/**
 * Counts a request under the sender's address. The address of an untrusted proxy is everybody's behind it, who would all be refused for
 * what one of them does: such a request beyond the limit is reported, and let through.
 */
export async function takeForAddress(limit: RateLimit, res: Response): Promise<Allowance> {
  const { address, isProxy } = res.context.sender;
  const allowance = await limit.take(householdOf(address));
  if (allowance.isAllowed) return allowance;
  report(limit, isProxy ? 'let_through' : 'refused', res);
  return { ...allowance, isAllowed: isProxy };
}

/** Counts what nobody is refused for: that it is more than is usual, somebody should know. */
export async function alertAbove(limit: RateLimit, key: string, res: Response): Promise<void> {
  const { isAllowed } = await limit.take(key);
  if (!isAllowed) report(limit, 'alerted', res);
}

/** What was done with a request beyond a limit. */
export const LIMIT_OUTCOMES = ['refused', 'let_through', 'alerted'] as const;
export type LimitOutcome = (typeof LIMIT_OUTCOMES)[number];

const SENTENCES: Readonly<Record<LimitOutcome, string>> = {
  refused: 'somebody is turned away by a limit',
  let_through:
    'a limit is passed by everybody behind a proxy that TRUST_PROXY does not count: nobody is refused',
  alerted: 'more is tried than is usual: nobody is refused',
};

function report({ name, requests, seconds }: RateLimit, outcome: LimitOutcome, res: Response): void {
  const { edge } = res.context;
  edge.warnings.warn(
    `${name}/${outcome}`,
    { limit: { kind: name, count: requests, seconds } },
    SENTENCES[outcome],
  );
  edge.counts.onLimit(name, outcome);
}
