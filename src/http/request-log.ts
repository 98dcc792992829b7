import type { Request, RequestHandler, Response } from 'express';

/**
 * One line per request, when it is over. It names the route, not the address: addresses hold capabilities, checkout
 * tokens and whatever a stranger types. No query, no headers, no cookies, no body.
 */
export const requestLog: RequestHandler = (req, res, next) => {
  const started = performance.now();
  res.once('close', () => {
    const { edge, id, caller } = res.context;
    const line = {
      requestId: id,
      method: req.method,
      route: routeOf(req),
      status: res.statusCode,
      ms: Math.round(performance.now() - started),
      ...(caller === null ? {} : { caller }),
      ...(res.writableFinished ? {} : { outcome: 'left before the answer was complete' }),
    };
    edge.log[levelOf(req, res)](line, 'request');
  });
  next();
};

/** Probes and files would drown the rest. */
function levelOf(req: Request, res: Response): 'debug' | 'info' | 'warn' {
  if (res.statusCode >= 500) return 'warn';
  return /^\/(?:healthz|readyz|static\/)/.test(req.originalUrl) ? 'debug' : 'info';
}

/** The pattern that matched, such as `/checkout/:token`; null where none did. */
function routeOf(req: Request): string | null {
  const route: unknown = req.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return null;
  return typeof route.path === 'string' ? route.path : null;
}
