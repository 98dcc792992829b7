import { Router } from 'express';
import { BlinkError } from '../blink/errors';
import { paths } from '../paths';
import type { Order } from '../orders/order';
import { liveAttempt } from '../orders/status';
import { chargeableUntil, hasTriesLeft } from '../payments/charge';
import { giveUpChallenge } from '../payments/give-up-challenge';
import { letTimePass } from '../payments/look-at-order';
import { openAttempt } from '../payments/open-attempt';
import { refreshOrder } from '../payments/refresh-order';
import { showCardForm, takeCardForm } from './card-step';
import { checkoutStepOf } from './checkout-step';
import { mayLook, orderAt, type Checkout } from './checkout';
import { bankPage, hiddenInputs, pageOf, stateOf } from './pages';
import { show } from './show';

/** The shopper's pages. They need no cookie: the unguessable address is the key, and the origin check keeps other sites out. */
export function checkoutRoutes(checkout: Checkout): Router {
  const { payments, readForm, sameOriginOnly, limitCardAttempts } = checkout;
  const router = Router();

  router.get(paths.checkout.pattern, async (req, res) => {
    const { id } = await orderAt(checkout, req);
    const order = await letTimePass(payments, id, { by: 'system' });
    const step = checkoutStepOf(order);
    if (step.kind === 'pay') await showCardForm(checkout, res, order);
    else show(res, pageOf(order, step));
  });

  router.post(paths.payByCard.pattern, sameOriginOnly, limitCardAttempts, readForm, (req, res) =>
    takeCardForm(checkout, req, res),
  );

  router.post(paths.renewForm.pattern, sameOriginOnly, async (req, res) => {
    const { id } = await orderAt(checkout, req);
    const { attempt } = await openAttempt(payments, id, 'card', { by: 'customer' });
    res.json({
      attempt_id: attempt.id,
      expires_at: chargeableUntil(attempt).toISOString(),
      hidden: hiddenInputs(attempt).filter(({ name }) => !name.startsWith('device_')),
    });
  });

  router.post(paths.tryAgain.pattern, sameOriginOnly, async (req, res) => {
    const order = await orderAt(checkout, req);
    if (checkoutStepOf(order).kind === 'declined' && hasTriesLeft(order))
      await prepareAnotherTry(checkout, order);
    res.redirect(303, paths.checkout(order));
  });

  router.get(paths.bank.pattern, async (req, res) => {
    const order = await orderAt(checkout, req);
    const challenge = challengeOf(order);
    if (challenge?.kind === 'form') show(res, bankPage(challenge), 'bank');
    else res.redirect(303, paths.checkout(order));
  });

  router.post(paths.giveUpChallenge.pattern, sameOriginOnly, async (req, res) => {
    const order = await orderAt(checkout, req);
    await giveUpChallenge(payments, order.id);
    res.redirect(303, paths.checkout(order));
  });

  router.post(paths.checkNow.pattern, sameOriginOnly, async (req, res) => {
    const order = await orderAt(checkout, req);
    if (await mayLook(checkout, order.id)) await askBlink(checkout, order);
    res.redirect(303, paths.checkout(order));
  });

  router.get(paths.checkoutState.pattern, async (req, res) => {
    const { id } = await orderAt(checkout, req);
    res.json({ state: stateOf(await letTimePass(payments, id, { by: 'system' })) });
  });

  return router;
}

function challengeOf(order: Order) {
  const live = liveAttempt(order);
  return live?.status === 'challenged' ? live.challenge : null;
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

async function prepareAnotherTry({ payments }: Checkout, order: Order): Promise<void> {
  try {
    await openAttempt(payments, order.id, 'card', { by: 'customer' });
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    payments.log.error({ orderId: order.id, err: error }, 'another try could not be offered');
  }
}
