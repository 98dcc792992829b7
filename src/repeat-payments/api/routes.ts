import type { ApiRoute } from '../../api/route';
import { cardUpdateRoute, reviewRoute } from './change-routes';
import type { RepeatPaymentApi } from './context';
import { createRoute } from './create-route';
import { historyRoute } from './history-route';
import { operationRoutes } from './operation-routes';
import { getRoute, listRoute } from './read-routes';

/** The calls of the shop's API for repeat payments. */
export function repeatPaymentApiRoutes(api: RepeatPaymentApi): readonly ApiRoute[] {
  return [
    createRoute(api),
    getRoute(api),
    listRoute(api),
    historyRoute(api),
    ...operationRoutes(api),
    cardUpdateRoute(api),
    reviewRoute(api),
  ];
}
