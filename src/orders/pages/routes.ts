import type { Router } from 'express';
import { onlyPreviews } from '../../web/only-previews';
import { showBank } from '../../pages/bank-page';
import { pageRouter } from '../../pages/gates';
import { show } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import { liveAttempt } from '../domain/status';
import { applyTimeouts } from '../use-cases/apply-timeouts';
import { onlyKnownOrder, orderAt, type Checkout } from './checkout';
import { showWaysToPay } from './choose-step';
import { checkNow, giveUp, tryAgain } from './actions';
import { methodPath } from './method-paths';
import { methodSteps } from './method-steps';
import type { MethodStep } from './method-step';
import { pageOf, previewPage, stateOf } from './pages';
import { renewalRoutes } from './renewal-routes';
import { checkoutGates, goToCheckout, visitOf, type CheckoutRoute, type Visit } from './visit';

/** The shopper's pages. They need no cookie: the unguessable address is the key, and the origin check keeps other sites out. */
export function checkoutRoutes(checkout: Checkout): Router {
  const { readForm, sameOriginOnly, limits } = checkout;
  const ours = [sameOriginOnly];
  const forms = [sameOriginOnly, onlyKnownOrder(checkout), limits.limitCardAttempts, readForm];
  const enter = entering(checkout);
  const look = looking(checkout);
  return pageRouter(checkoutGates, [
    { action: 'see', method: 'get', path: paths.checkout, enter: look, run: see },
    { action: 'choose_method', method: 'get', path: paths.chooseMethod, enter: look, run: choose },
    ...methodSteps.flatMap((step): readonly CheckoutRoute[] => {
      const path = methodPath[step.method];
      return [
        { action: 'open_form', method: 'get', path, enter: look, run: opening(step) },
        { action: 'pay', method: 'post', path, before: forms, enter, run: (visit) => step.take(visit) },
      ];
    }),
    ...renewalRoutes(ours, enter),
    { action: 'try_again', method: 'post', path: paths.tryAgain, before: ours, enter, run: tryAgain },
    { action: 'go_to_bank', method: 'get', path: paths.bank, enter, run: goToBank },
    { action: 'give_up', method: 'post', path: paths.giveUpChallenge, before: ours, enter, run: giveUp },
    { action: 'check_now', method: 'post', path: paths.checkNow, before: ours, enter, run: checkNow },
    { action: 'ask_state', method: 'get', path: paths.checkoutState, enter: look, run: tellState },
  ]);
}

/** The order as it is kept. */
function entering(checkout: Checkout): CheckoutRoute['enter'] {
  return async (req, res) => visitOf(checkout, req, res, await orderAt(checkout, req));
}

/** As it is by now; what time has decided is written down, unless nobody waits for the page. */
function looking(checkout: Checkout): CheckoutRoute['enter'] {
  return async (req, res) => {
    const order = await orderAt(checkout, req);
    const current = onlyPreviews(req)
      ? order
      : await applyTimeouts(checkout.payments, order, { by: 'system' });
    return visitOf(checkout, req, res, current);
  };
}

async function see(visit: Visit): Promise<void> {
  const { res, order, step, texts } = visit;
  if (step.kind === 'pay') await choose(visit);
  else show(res, pageOf(texts, order, step));
}

async function choose(visit: Visit): Promise<void> {
  if (onlyPreviews(visit.req)) showPreview(visit);
  else await showWaysToPay(visit);
}

function opening(step: MethodStep): CheckoutRoute['run'] {
  return async (visit) => {
    if (onlyPreviews(visit.req)) showPreview(visit);
    else await step.show(visit);
  };
}

function showPreview({ res, order, texts }: Visit): void {
  show(res, previewPage(texts, order, res.context.edge.brand.name));
}

function goToBank(visit: Visit): void {
  const { res, order, texts } = visit;
  const challenge = liveAttempt(order)?.challenge;
  if (challenge) showBank(res, texts, challenge, paths.checkout(order));
  else goToCheckout(visit);
}

function tellState({ res, order }: Visit): void {
  res.json({ state: stateOf(order) });
}
