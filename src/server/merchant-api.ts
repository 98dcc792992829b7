import { Router, type RequestHandler } from 'express';
import { MINUTE, SECOND, type Clock, type Timers } from '../kernel/clock';
import { nothingHere } from '../web/answer-errors';
import type { ApiRoute } from '../api/route';
import type { RateLimit, RateLimitOptions } from '../web/rate-limits';
import type { IdempotencyStore } from '../api/idempotency/store';
import { paths } from '../kernel/paths';
import { apiRouter } from '../api/router';
import type { ApiContext } from '../orders/api/context';
import { apiDocument, descriptionRoutes } from '../api/openapi/description-route';
import { docsRoutes } from '../api/docs/docs-routes';
import { eventRoutes } from '../delivery/api/event-routes';
import { Idempotency } from '../api/idempotency/idempotency';
import { moneyRoutes } from '../orders/api/money-routes';
import { orderChangeRoutes } from '../orders/api/order-change-routes';
import { orderListRoute } from '../orders/api/order-list-route';
import { orderRoutes } from '../orders/api/order-routes';
import { redeliveryRoutes } from '../delivery/api/redelivery-routes';
import { reviewRoutes } from '../orders/api/review-routes';

export interface MerchantApi extends ApiContext {
  readonly onlyMerchant: RequestHandler;
  readonly readJson: RequestHandler;
  readonly idempotency: {
    readonly store: IdempotencyStore;
    readonly clock: Clock;
    readonly timers: Timers;
  };
  readonly limit: RateLimit;
  /** Whether `/docs` and the API's description are shown, to everybody. */
  readonly isDescribed: boolean;
  /** The calls of other features: served, described and protected like those of orders. */
  readonly otherRoutes?: readonly ApiRoute[];
}

/** How many requests one key may make. */
export const REQUESTS_PER_KEY: RateLimitOptions = { name: 'api', requests: 600, seconds: MINUTE / SECOND };

/** The shop's API and its reference. It never shows a secret, ours or Blink's. */
export function merchantApiRoutes(api: MerchantApi): Router {
  const routes = apiRoutes(api);
  const router = apiRouter(routes, {
    onlyMerchant: api.onlyMerchant,
    readJson: api.readJson,
    limit: api.limit,
    idempotency: new Idempotency(api.idempotency),
  });
  return Router().use(api.isDescribed ? descriptionOf(routes, api.publicUrl) : noDescription(), router);
}

function descriptionOf(routes: readonly ApiRoute[], publicUrl: string): Router {
  const document = apiDocument(routes, publicUrl);
  return Router().use(docsRoutes(document), descriptionRoutes(document));
}

/** Answers 404 at the description's addresses, with a key or without. */
function noDescription(): Router {
  return Router().all([paths.apiDescription.pattern, paths.docs.pattern], nothingHere);
}

/** Every call that the API serves, in the order of the reference. */
export function apiRoutes(api: ApiContext & Pick<MerchantApi, 'otherRoutes'>): readonly ApiRoute[] {
  return [
    ...orderRoutes(api),
    orderListRoute(api),
    ...orderChangeRoutes(api),
    ...moneyRoutes(api),
    ...reviewRoutes(api),
    ...eventRoutes(api),
    ...redeliveryRoutes(api),
    ...(api.otherRoutes ?? []),
  ];
}
