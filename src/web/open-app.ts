import path from 'node:path';
import type { Brand } from './page';
import express, { type Express } from 'express';
import { refuseTooManyHeaders } from './header-count';
import { requestContext } from './request-context';
import { type OnRequest, requestLog } from './request-log';
import { securityHeaders } from './security';
import { type Assets, staticFiles } from './static-files';
import type { Edge, EdgeCounts, EdgeLog, ErrorPageFor } from './edge';
import { pagePolicies } from './page-policies';
import { Views } from './views';
import { Warnings } from './warnings';
import { answerErrors, nothingHere } from './answer-errors';

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
  readonly errorPage: ErrorPageFor;
  readonly viewsFolder?: string;
  readonly publicFolder?: string;
  /** Addresses of static files that are no files: made by a route, as `brand.css` is. */
  readonly madeAssets?: Assets;
}

const UNCOUNTED: EdgeCounts = { onLimit: () => undefined, onUnheardProxy: () => undefined };

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
    errorPage: options.errorPage,
    assets: { ...files, ...options.madeAssets },
    programPaths: PROGRAM_PATHS,
    wayBackPath: WAY_BACK_PATH,
  };
}
