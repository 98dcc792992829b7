import type { Request, RequestHandler, Response } from 'express';

/** A request that is over, as it may be counted: the route, never the address. */
export interface SeenRequest {
  readonly method: string;
  /** The pattern that matched, such as `/checkout/:token`; null where none did. */
  readonly route: string | null;
  readonly status: number;
  /** False: the other side left before the answer was complete. */
  readonly isComplete: boolean;
  readonly ms: number;
}

export type OnRequest = (seen: SeenRequest) => void;

/**
 * One line per request, when it is over. It names the route, not the address: addresses hold capabilities, checkout
 * tokens and whatever a stranger types. No query, no headers, no cookies, no body.
 */
export const requestLog: RequestHandler = (req, res, next) => {
  const started = performance.now();
  res.once('close', () => {
    const { edge, id, caller } = res.context;
    const { method } = req;
    const { statusCode: status, writableFinished: isComplete } = res;
    const route = routeOf(req);
    const ms = performance.now() - started;
    const line = {
      requestId: id,
      method,
      route,
      status,
      ms: Math.round(ms),
      ...(caller === null ? {} : { caller }),
      ...(isComplete ? {} : { outcome: 'left before the answer was complete' }),
    };
    edge.log[levelOf(req, res)](line, 'request');
    edge.onRequest?.({ method, route, status, isComplete, ms });
  });
  next();
};

/** Probes and files would drown the rest. */
function levelOf(req: Request, res: Response): 'debug' | 'info' | 'warn' {
  if (res.statusCode >= 500) return 'warn';
  return /^\/(?:healthz|readyz|static\/)/.test(req.originalUrl) ? 'debug' : 'info';
}

function routeOf(req: Request): string | null {
  const route: unknown = req.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return null;
  return typeof route.path === 'string' ? route.path : null;
}
