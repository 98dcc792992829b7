import type { Request, RequestHandler, Response } from 'express';

/** A finished request as metrics may count it: the route, never the address. */
export interface SeenRequest {
  readonly method: string;
  /** The pattern that matched, such as `/checkout/:token`; null where none did. */
  readonly route: string | null;
  readonly status: number;
  /** False when the other side disconnected before the answer was complete. */
  readonly isComplete: boolean;
  readonly ms: number;
}

export type OnRequest = (seen: SeenRequest) => void;

/**
 * Logs one line per request, when it is over. The line names the route, not the address: addresses contain capabilities, checkout
 * tokens and whatever a stranger types. The line has no query, no headers, no cookies and no body.
 */
export const requestLog: RequestHandler = (req, res, next) => {
  const started = performance.now();
  res.once('close', () => {
    const { edge, id, caller } = res.context;
    const { method } = req;
    const { statusCode: status, writableFinished: isComplete } = res;
    const route = routeOf(req);
    const ms = performance.now() - started;
    const data = {
      requestId: id,
      method,
      route,
      status,
      ms: Math.round(ms),
      ...(caller === null ? {} : { caller }),
      ...(isComplete ? {} : { outcome: 'left before the answer was complete' }),
    };
    edge.log[levelOf(req, res)](data, 'request');
    edge.onRequest?.({ method, route, status, isComplete, ms });
  });
  next();
};

/** Probes and static files are logged at `debug`: they would drown the rest. */
function levelOf(req: Request, res: Response): 'debug' | 'info' | 'warn' {
  if (res.statusCode >= 500) return 'warn';
  return /^\/(?:healthz|readyz|static\/)/.test(req.originalUrl) ? 'debug' : 'info';
}

function routeOf(req: Request): string | null {
  const route: unknown = req.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return null;
  return typeof route.path === 'string' ? route.path : null;
}
