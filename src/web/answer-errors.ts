import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { AppError } from '../kernel/errors';
import { NotFound } from '../kernel/errors';
import { refusalFrom } from './foreign-errors';
import { renderPage } from './page';
import { problemFrom, sendProblem } from './problem';
import { NotAuthenticated, TooManyRequests } from './refusals';

export const nothingHere: RequestHandler = (_req, _res, next) => next(new NotFound());

/**
 * The last middleware: every failure becomes an answer, a problem for programs and a page for people.
 * A failure of ours is logged, and the answer says nothing about it.
 */
export const answerErrors: ErrorRequestHandler = (error: unknown, req, res, _next) => {
  const refusal = refusalFrom(error);
  const { edge, id } = res.context;
  if (!refusal || refusal.status >= 500) edge.log.error({ requestId: id, err: error }, 'request failed');
  if (res.headersSent) {
    res.destroy(); // half an answer must not look like a whole one
    return;
  }
  setHeadersOf(refusal, res);
  if (wantsPage(req)) showErrorPage(req, res, refusal);
  else sendProblem(res, problemFrom(refusal, id));
};

function setHeadersOf(refusal: AppError | null, res: Response): void {
  res.setHeader('Cache-Control', 'no-store');
  if (refusal instanceof TooManyRequests) res.setHeader('Retry-After', String(refusal.retryAfterSeconds));
  if (refusal instanceof NotAuthenticated) res.setHeader('WWW-Authenticate', refusal.challenge);
}

/** Whether the sender wants a page: browsers ask for HTML by name. The API, Blink's notifications and probes never get one. */
function wantsPage(req: Request): boolean {
  const path = plainPath(req.originalUrl);
  if (req.res?.context.edge.programPaths.some((prefix) => path.startsWith(prefix))) return false;
  return req.accepts(['html', 'json']) === 'html';
}

function showErrorPage(req: Request, res: Response, refusal: AppError | null): void {
  try {
    const { errorPage, wayBackPath } = res.context.edge;
    const isWayBack = plainPath(req.originalUrl).startsWith(wayBackPath);
    const page = { ...errorPage(refusal, isWayBack), requestId: res.context.id };
    renderPage(res.status(refusal?.status ?? 500), 'error', page);
  } catch (error) {
    res.context.edge.log.error({ requestId: res.context.id, err: error }, 'error page failed');
    sendProblem(res, problemFrom(null, res.context.id));
  }
}

/** The start of a request target that some clients write with the host before the path. */
const ABSOLUTE = /^https?:\/\/[^/?#]*/i;

/**
 * The path that was probably meant: without doubled slashes, dots, capitals and needless encoding. It only decides which kind of answer
 * is expected, and never finds a route: routes match what was sent.
 */
export function plainPath(target: string): string {
  const [path = ''] = target.replace(ABSOLUTE, '').split(/[?#]/);
  const segments: string[] = [];
  for (const segment of decoded(path).toLowerCase().split(/[/\\]/)) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}${path.endsWith('/') && segments.length > 0 ? '/' : ''}`;
}

function decoded(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
