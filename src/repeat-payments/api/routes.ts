import type { ApiRoute } from '../../api/route';
import { cardUpdateRoute, reviewRoute } from './change-routes';
import type { RepeatPaymentApi } from './context';
import { createRoute } from './create-route';
import { historyRoute } from './history-route';
import { moveRoutes } from './operation-routes';
import { getRoute, listRoute } from './read-routes';

/** Repeat payments: calls of the shop's API. */
export function repeatPaymentApiRoutes(api: RepeatPaymentApi): readonly ApiRoute[] {
  return [
    createRoute(api),
    getRoute(api),
    listRoute(api),
    historyRoute(api),
    ...moveRoutes(api),
    cardUpdateRoute(api),
    reviewRoute(api),
  ];
}
