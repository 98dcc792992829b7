import type { Request, RequestHandler, Router } from 'express';
import { BlinkError } from '../../blink/errors';
import { SECOND } from '../../kernel/clock';
import { pageRouter } from '../../pages/gates';
import { capabilityOf, wayBackHint } from '../../pages/way-back';
import { onlyPreviews } from '../../web/only-previews';
import { backFromBank } from '../use-cases/back-from-bank';
import { withTimeout } from '../../kernel/with-timeout';
import { param } from '../../web/params';
import { paths } from '../../kernel/paths';
import type { Order } from '../domain/order';
import { refreshAttempt } from '../use-cases/refresh-order';
import type { AttemptReference } from '../use-cases/verify';
import { CheckoutNotFound, mayLook, type Checkout } from './checkout';
import { checkoutGates, goToCheckout, visitOf, type CheckoutRoute } from './visit';

/** After that the page that checks by itself is shown. */
const SHOPPER_WAITS_MS = 3 * SECOND;

/**
 * Where Blink sends the shopper back to, in any browser and without a cookie; some banks by POST, from their own origin. What the address
 * or the body says is a hint which transaction to read, never a result, so nobody gains by sending it. Both end at the clean address.
 */
export function returnRoutes(checkout: Checkout): Router {
  const { payments, readBytes } = checkout;
  const onlyGranted: RequestHandler = (req, _res, next) => {
    const { orderId, attemptId } = addressed(req);
    if (!payments.capabilities.isGranted('return', orderId, attemptId, capabilityOf(req)))
      throw new CheckoutNotFound();
    next();
  };
  const enter: CheckoutRoute['enter'] = async (req, res) => {
    const at = addressed(req);
    const order = await payments.orders.find(at.orderId);
    if (!order) {
      payments.log.error(at, 'a shopper came back to an order that is no longer kept');
      throw new CheckoutNotFound();
    }
    return visitOf(checkout, req, res, order);
  };
  const run: CheckoutRoute['run'] = async (visit) => {
    const { req, res, order } = visit;
    const at = addressed(req);
    const { transactionId } = wayBackHint(req);
    if (!onlyPreviews(req)) {
      const ask = isUnnamed(order, at) ? 'mayLookAtUnnamed' : 'mayLook';
      const isToLook = await mayLook(checkout, at.orderId, res, ask);
      await withTimeout(SHOPPER_WAITS_MS, takeUp(checkout, order, at, isToLook ? { transactionId } : null));
    }
    goToCheckout(visit);
  };
  const comeBack = { action: 'come_back', path: paths.paymentReturn, enter, run } as const;
  return pageRouter(checkoutGates, [
    { ...comeBack, method: 'get', before: [onlyGranted] },
    { ...comeBack, method: 'post', before: [onlyGranted, readBytes] },
  ]);
}

function addressed(req: Pick<Request, 'params'>): AttemptReference {
  return { orderId: param(req, 'orderId'), attemptId: param(req, 'attemptId') };
}

/** Charged, and no word yet of which transaction it is: then this one may be the only one. */
function isUnnamed(order: Order, { attemptId }: AttemptReference): boolean {
  const attempt = order.attempts.find(({ id }) => id === attemptId);
  return attempt !== undefined && attempt.chargedAt !== null && attempt.transactionId === null;
}

/** @param hint null when Blink was asked too often */
async function takeUp(
  checkout: Checkout,
  held: Order,
  at: AttemptReference,
  hint: { readonly transactionId: string | null } | null,
): Promise<void> {
  const seen = hint && (await look(checkout, held, at, hint.transactionId));
  await backFromBank(checkout.payments, seen ?? at.orderId, at.attemptId);
}

/**
 * Where nothing is named any more, what is known of the attempt is read.
 * @returns the order as it is now; null when Blink said nothing of it
 */
async function look(
  { payments }: Pick<Checkout, 'payments'>,
  held: Order,
  at: AttemptReference,
  transactionId: string | null,
): Promise<Order | null> {
  try {
    if (!transactionId) return await refreshAttempt(payments, held.id, at.attemptId, { by: 'return' });
    const verdict = await payments.verify(at, transactionId, { by: 'return' }, held);
    return verdict.kind === 'ours' ? verdict.order : null;
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    payments.log.warn({ ...at, transactionId, err: error }, 'a returning payment could not be read yet');
    return null;
  }
}
