import path from 'node:path';
import express, { type Express } from 'express';
import { answerErrors, nothingHere } from './answer-errors';
import { refuseTooManyHeaders } from './header-count';
import type { Brand } from './page';
import { type PagePolicies, pagePolicies } from './page-policies';
import { requestContext } from './request-context';
import { type OnRequest, requestLog } from './request-log';
import type { LimitOutcome } from './rate-limits';
import { securityHeaders } from './security';
import { type Assets, staticFiles } from './static-files';
import { Views } from './views';
import { Warnings } from './warnings';

/** The part of a logger the edge needs. */
export interface EdgeLog {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface EdgeOptions {
  /** The origin customers and Blink reach us by. */
  readonly publicUrl: string;
  /** Origin of Blink's hosted-fields script and frames. */
  readonly gatewayUrl: string;
  readonly brand: Brand;
  /** Whether every page says that payments are not real. */
  readonly testMode?: boolean;
  /** Banks may be on http and this machine: only where Blink itself is. */
  readonly insecureBanks: boolean;
  /** Whose scripts the pages of Apple Pay and Google Pay run. */
  readonly walletOrigins?: readonly string[];
  /** How many proxies stand in front of us; their word about the address of the shopper counts, nobody else's. */
  readonly trustedProxies: number;
  readonly log: EdgeLog;
  /** Told of every request when it is over. */
  readonly onRequest?: OnRequest | undefined;
  /** Told of what a limit did, and of senders whose proxy is not trusted. */
  readonly counts?: EdgeCounts | undefined;
  readonly viewsFolder?: string;
  readonly publicFolder?: string;
  /** Addresses of static files that are no files: made by a route, as `brand.css` is. */
  readonly madeAssets?: Assets;
}

export interface EdgeCounts {
  onLimit(limit: string, outcome: LimitOutcome): void;
  onUnheardProxy(): void;
}

const UNCOUNTED: EdgeCounts = { onLimit: () => undefined, onUnheardProxy: () => undefined };

/** What every request finds in `res.context.edge`. */
export interface Edge {
  readonly log: EdgeLog;
  readonly onRequest: OnRequest | null;
  readonly counts: EdgeCounts;
  readonly warnings: Warnings;
  readonly trustedProxies: number;
  readonly policies: PagePolicies;
  readonly views: Views;
  readonly brand: Brand;
  readonly testMode: boolean;
  readonly assets: Assets;
  /** Where programs call: failures are problems there, never pages. */
  readonly programPaths: readonly string[];
  /** Where banks send shoppers back to: an address that came to harm on the way says what to do, and nothing about any order. */
  readonly wayBackPath: string;
}

const TOP = path.join(__dirname, '..', '..'); // from src and from dist alike
const PROGRAM_PATHS = ['/api/', '/notifications/', '/healthz', '/readyz'];
const WAY_BACK_PATH = '/return/';

/**
 * An app with everything that comes before the features: request context, log, headers, static files.
 * The features follow, and `closeApp` ends it.
 */
export function openApp(options: EdgeOptions): Express {
  const files = staticFiles(options.publicFolder ?? path.join(TOP, 'public'));
  const edge = edgeFrom(options, files.assets);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // nothing that is made per request may be stored
  app.set('query parser', 'simple');
  app.set('trust proxy', options.trustedProxies);
  app.use(requestContext(edge));
  app.use(securityHeaders(options));
  app.use(requestLog);
  app.use(refuseTooManyHeaders);
  app.use(files.serve);
  return app;
}

/** What comes after the features: nothing here, and an answer for every failure. */
export function closeApp(app: Express): Express {
  return app.use(nothingHere).use(answerErrors);
}

function edgeFrom(options: EdgeOptions, files: Assets): Edge {
  const { log, brand } = options;
  return {
    log,
    onRequest: options.onRequest ?? null,
    counts: options.counts ?? UNCOUNTED,
    warnings: new Warnings(log),
    trustedProxies: options.trustedProxies,
    brand,
    testMode: options.testMode ?? false,
    policies: pagePolicies({ ...options, logoUrl: brand.logoUrl }),
    views: new Views(options.viewsFolder ?? path.join(TOP, 'views')),
    assets: { ...files, ...options.madeAssets },
    programPaths: PROGRAM_PATHS,
    wayBackPath: WAY_BACK_PATH,
  };
}
