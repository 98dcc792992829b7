import { Router, type Request, type RequestHandler, type Response } from 'express';
import { BlinkUnavailable } from '../blink/errors';
import { SECOND } from '../kernel/clock';
import { AppError } from '../kernel/errors';
import type { Act, Answered, ApiRoute } from './route';
import { problemFrom } from '../web/problem';
import { limitRequests, type RateLimit } from '../web/rate-limits';
import type { KeptAnswer } from './idempotency/store';
import { paths } from '../kernel/paths';
import { IdempotencyKeyInUse, type Idempotency, type KeyedRequest } from './idempotency/idempotency';
import { fingerprintOf, idempotencyKeyOf } from './idempotency/idempotency-key';

export interface ApiRouterOptions {
  readonly onlyMerchant: RequestHandler;
  readonly readJson: RequestHandler;
  readonly limit: RateLimit;
  readonly idempotency: Idempotency;
}

export class MethodNotAllowed extends AppError {
  readonly status = 405;
  readonly code = 'method_not_allowed';
  constructor(allowed: string) {
    super(`This address takes ${allowed}`);
  }
}

/** Serves calls: keys, limits, bodies, idempotency and refusals are the same for every call. */
export function apiRouter(routes: readonly ApiRoute[], options: ApiRouterOptions): Router {
  const { onlyMerchant, readJson, limit, idempotency } = options;
  const router = Router();
  serve(routes.filter((route) => route.isPublic));
  router.use(paths.api.pattern, onlyMerchant, limitRequests(limit, callerOf));
  serve(routes.filter((route) => !route.isPublic));
  return router;

  function serve(served: readonly ApiRoute[]): void {
    for (const route of served) {
      const readers = route.method === 'get' ? [] : [readJson];
      router[route.method](route.pattern, ...readers, answering(route, idempotency));
    }
    for (const pattern of new Set(served.map((route) => route.pattern))) {
      router.all(pattern, onlyMethods(served.filter((route) => route.pattern === pattern)));
    }
  }
}

function answering(route: ApiRoute, idempotency: Idempotency): RequestHandler {
  return async (req, res) => {
    const act = route.prepare(req, res.context.caller);
    const key = route.method === 'post' ? idempotencyKeyOf(req) : null;
    try {
      if (key === null) send(res, kept(await act(null)));
      else await answerUnderKey(idempotency, { key, fingerprint: fingerprintOf(route, req) }, act, res);
    } catch (error) {
      const seconds = retryAfterOf(error);
      if (seconds !== null) res.setHeader('Retry-After', String(seconds));
      throw error;
    }
  };
}

async function answerUnderKey(
  idempotency: Idempotency,
  asked: Pick<KeyedRequest, 'key' | 'fingerprint'>,
  act: Act,
  res: Response,
): Promise<void> {
  const { answer, isRepeat } = await idempotency.answer({
    ...asked,
    act: async (ticket) => kept(await act(ticket)),
    writeRefusal: (refusal) => keptRefusal(refusal, res),
  });
  if (isRepeat) res.setHeader('Idempotency-Replayed', 'true');
  send(res, answer);
}

function retryAfterOf(error: unknown): number | null {
  if (error instanceof IdempotencyKeyInUse) return error.retryAfterSeconds;
  if (error instanceof BlinkUnavailable && error.retryAfterMs !== null)
    return Math.max(1, Math.ceil(error.retryAfterMs / SECOND));
  return null;
}

function kept({ status, location, body }: Answered): KeptAnswer {
  return { status, contentType: 'application/json', location, body: JSON.stringify(body) };
}

function keptRefusal(refusal: AppError, res: Response): KeptAnswer {
  const problem = problemFrom(refusal, res.context.id);
  return {
    status: problem.status,
    contentType: 'application/problem+json',
    location: null,
    body: JSON.stringify(problem),
  };
}

function send(res: Response, { status, contentType, location, body }: KeptAnswer): void {
  if (location !== null) res.location(location);
  res.status(status).type(contentType).send(body);
}

/** Refuses other methods at a known address, and lists those that are allowed. */
export function onlyMethods(routes: readonly ApiRoute[]): RequestHandler {
  const methods = routes.map(({ method }) => method.toUpperCase());
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (req, res) => {
    res.setHeader('Allow', allowed);
    if (req.method !== 'OPTIONS') throw new MethodNotAllowed(allowed);
    res.status(204).end();
  };
}

/** Each key has an allowance of its own, so that one program of the shop cannot use up another's. */
function callerOf(req: Request): string {
  return req.res?.context.caller ?? 'nobody';
}
