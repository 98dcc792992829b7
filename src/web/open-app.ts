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
  /** The origin by which customers and Blink reach us. */
  readonly publicUrl: string;
  /** Origin of Blink's hosted-fields script and frames. */
  readonly gatewayUrl: string;
  readonly brand: Brand;
  /** Whether every page says that payments are not real. */
  readonly testMode?: boolean;
  /** Whether banks may be on http and on this machine: only where Blink itself is. */
  readonly insecureBanks: boolean;
  /** The origins whose scripts the pages of Apple Pay and Google Pay run. */
  readonly walletOrigins?: readonly string[];
  /** How many proxies are in front of us; only theirs is the word on the shopper's address that counts. */
  readonly trustedProxies: number;
  readonly log: EdgeLog;
  /** Called for every request when it is over. */
  readonly onRequest?: OnRequest | undefined;
  /** Called for requests beyond a limit, and for senders whose proxy is not trusted. */
  readonly counts?: EdgeCounts | undefined;
  readonly errorPage: ErrorPageFor;
  readonly viewsFolder?: string;
  readonly publicFolder?: string;
  /** The addresses of static files that a route makes, such as `brand.css`. */
  readonly madeAssets?: Assets;
}

const UNCOUNTED: EdgeCounts = { onLimit: () => undefined, onUnheardProxy: () => undefined };

const TOP = path.join(__dirname, '..', '..'); // the same from src and from dist
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
  app.disable('etag'); // a response that is made per request must not be stored
  app.set('query parser', 'simple');
  app.set('trust proxy', options.trustedProxies);
  app.use(requestContext(edge));
  app.use(securityHeaders(options));
  app.use(requestLog);
  app.use(refuseTooManyHeaders);
  app.use(files.serve);
  return app;
}

/** Adds what comes after the features: an answer for unknown addresses and for every failure. */
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
