import type { AppError } from '../kernel/errors';
import type { Brand, Page } from './page';
import type { PagePolicies } from './page-policies';
import type { OnRequest } from './request-log';
import type { LimitOutcome } from './rate-limits';
import type { Assets } from './static-files';
import type { Views } from './views';
import type { Warnings } from './warnings';

/** The part of a logger that the edge needs. */
export interface EdgeLog {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface EdgeCounts {
  onLimit(limit: string, outcome: LimitOutcome): void;
  onUnheardProxy(): void;
}

/**
 * Makes the page that a person is shown for a failure, by the view `error`.
 * @param refusal null when the failure is ours
 * @param isWayBack whether a bank has sent the shopper
 */
export type ErrorPageFor = (refusal: AppError | null, isWayBack: boolean) => Page;

/** What every request has in `res.context.edge`. */
export interface Edge {
  readonly log: EdgeLog;
  readonly onRequest: OnRequest | null;
  readonly counts: EdgeCounts;
  readonly warnings: Warnings;
  readonly trustedProxies: number;
  readonly policies: PagePolicies;
  readonly views: Views;
  readonly errorPage: ErrorPageFor;
  readonly brand: Brand;
  readonly testMode: boolean;
  readonly assets: Assets;
  /** The paths that programs call: failures there are answered with problems, never with pages. */
  readonly programPaths: readonly string[];
  /** The path of return addresses: for one that was damaged on the way the page says what to do, and nothing about any order. */
  readonly wayBackPath: string;
}
