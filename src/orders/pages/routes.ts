import { Router, type Request, type Response } from 'express';
import { BlinkError } from '../../blink/errors';
import { onlyPreviews } from '../../web/only-previews';
import { showBank } from '../../pages/bank-page';
import { show } from '../../pages/hosted-page';
import { paths } from '../../kernel/paths';
import type { Order } from '../domain/order';
import { liveAttempt } from '../domain/status';
import { hasTriesLeft, methodsLeft } from '../domain/tries';
import { giveUpChallenge } from '../use-cases/give-up-challenge';
import { applyTimeouts } from '../use-cases/apply-timeouts';
import { MethodNotOffered } from '../use-cases/method-form';
import { openAttempt } from '../use-cases/open-attempt';
import { refreshOrder } from '../use-cases/refresh-order';
import { checkoutStepOf } from './checkout-step';
import { mayLook, onlyKnownOrder, orderAt, type Checkout } from './checkout';
import { showWaysToPay } from './choose-step';
import { methodPath } from './method-paths';
import { methodSteps } from './method-steps';
import { pageOf, previewPage, stateOf } from './pages';
import { renewalRoutes } from './renewal-routes';
import type { PaymentMethod } from '../../payments/methods';

/** The shopper's pages. They need no cookie: the unguessable address is the key, and the origin check keeps other sites out. */
export function checkoutRoutes(checkout: Checkout): Router {
  const { payments, readForm, sameOriginOnly } = checkout;
  const { limitCardAttempts } = checkout.limits;
  const onlyKnown = onlyKnownOrder(checkout);
  const router = Router();

  router.get(paths.checkout.pattern, async (req, res) => {
    const order = await shownOrderAt(checkout, req);
    const step = checkoutStepOf(order);
    if (step.kind !== 'pay') show(res, pageOf(order, step));
    else if (onlyPreviews(req)) showPreview(res, order);
    else await showWaysToPay(checkout, res, order);
  });

  router.get(paths.chooseMethod.pattern, async (req, res) => {
    const order = await payableOrderAt(checkout, req, res);
    if (order) await showWaysToPay(checkout, res, order);
  });

  for (const step of methodSteps) {
    router.get(methodPath[step.method].pattern, async (req, res) => {
      const order = await payableOrderAt(checkout, req, res);
      if (order) await step.show(checkout, res, order);
    });
    router.post(
      methodPath[step.method].pattern,
      ...[sameOriginOnly, onlyKnown, limitCardAttempts, readForm],
      (req, res) => step.take(checkout, req, res),
    );
  }

  router.use(renewalRoutes(checkout));

  router.post(paths.tryAgain.pattern, sameOriginOnly, async (req, res) => {
    const order = await orderAt(checkout, req);
    const step = checkoutStepOf(order);
    if (step.kind !== 'declined' || !hasTriesLeft(order, step.attempt.method)) {
      res.redirect(303, paths.checkout(order));
      return;
    }
    const { method } = step.attempt;
    await prepareAnotherTry(checkout, res, order, method);
    res.redirect(303, order.paymentMethods.length > 1 ? methodPath[method](order) : paths.checkout(order));
  });

  router.get(paths.bank.pattern, async (req, res) => {
    const order = await orderAt(checkout, req);
    const challenge = challengeOf(order);
    if (challenge) showBank(res, challenge, paths.checkout(order));
    else res.redirect(303, paths.checkout(order));
  });

  router.post(paths.giveUpChallenge.pattern, sameOriginOnly, async (req, res) => {
    const order = await orderAt(checkout, req);
    const isKnownAtBlink = liveAttempt(order)?.status === 'pending';
    if (isKnownAtBlink && (await mayLook(checkout, order.id, res))) await askBlink(checkout, order);
    await giveUpChallenge(payments, order.id);
    res.redirect(303, paths.checkout(order));
  });

  router.post(paths.checkNow.pattern, sameOriginOnly, async (req, res) => {
    const order = await orderAt(checkout, req);
    if (await mayLook(checkout, order.id, res)) await askBlink(checkout, order);
    res.redirect(303, paths.checkout(order));
  });

  router.get(paths.checkoutState.pattern, async (req, res) => {
    res.json({ state: stateOf(await shownOrderAt(checkout, req)) });
  });

  return router;
}

/** As it is by now; what time has decided is written down, unless nobody waits for the page. */
async function shownOrderAt(checkout: Checkout, req: Request): Promise<Order> {
  const order = await orderAt(checkout, req);
  return onlyPreviews(req) ? order : applyTimeouts(checkout.payments, order.id, { by: 'system' });
}

/** An order that a form may be shown for: one that waits for the shopper, also after a refusal. All others say themselves what to show. */
async function payableOrderAt(checkout: Checkout, req: Request, res: Response): Promise<Order | null> {
  const order = await shownOrderAt(checkout, req);
  const { kind } = checkoutStepOf(order);
  const isPayable = kind === 'pay' || (kind === 'declined' && methodsLeft(order).length > 0);
  if (isPayable && !onlyPreviews(req)) return order;
  if (isPayable) showPreview(res, order);
  else res.redirect(303, paths.checkout(order));
  return null;
}

function showPreview(res: Response, order: Order): void {
  show(res, previewPage(order, res.context.edge.brand.name));
}

function challengeOf(order: Order) {
  return liveAttempt(order)?.challenge ?? null;
}

/** Where Blink cannot be reached the shopper sees the same page again; the reason is ours to read. */
async function askBlink({ payments }: Checkout, order: Order): Promise<void> {
  try {
    await refreshOrder(payments, order.id, { by: 'customer' });
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    payments.log.warn({ orderId: order.id, err: error }, 'a payment could not be checked now');
  }
}

async function prepareAnotherTry(
  { payments, limits }: Checkout,
  res: Response,
  order: Order,
  method: PaymentMethod,
): Promise<void> {
  try {
    await openAttempt(payments, order.id, method, { by: 'customer' }, limits.admission(order.id, res));
  } catch (error) {
    if (!(error instanceof BlinkError || error instanceof MethodNotOffered)) throw error;
    payments.log.error({ orderId: order.id, err: error }, 'another try could not be offered');
  }
}
