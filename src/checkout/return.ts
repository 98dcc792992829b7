import { Router } from 'express';
import { BlinkError } from '../blink/errors';
import { hintFromReturn } from '../blink/return-query';
import { within } from '../payments/within';
import { param } from '../http/params';
import { paths } from '../paths';
import { SECOND } from '../clock';
import { CheckoutNotFound, mayLook, type Checkout } from './checkout';

/** After that the page that checks by itself is shown. */
const SHOPPER_WAITS_MS = 3 * SECOND;

/**
 * Where Blink sends the shopper back to, in any browser and without a cookie. What the address says is a hint which transaction to
 * read, never a result.
 */
export function returnRoutes(checkout: Checkout): Router {
  const { payments } = checkout;
  const router = Router();
  router.get(paths.paymentReturn.pattern, async (req, res) => {
    const orderId = param(req, 'orderId');
    const attemptId = param(req, 'attemptId');
    const capability = param(req, 'capability');
    if (!payments.capabilities.isGranted('return', orderId, attemptId, capability))
      throw new CheckoutNotFound();
    const order = await payments.orders.find(orderId);
    if (!order) {
      payments.log.error({ orderId, attemptId }, 'a shopper came back to an order that is no longer kept');
      throw new CheckoutNotFound();
    }
    const { transactionId } = hintFromReturn(req.query);
    if (transactionId && (await mayLook(checkout, orderId)))
      await within(SHOPPER_WAITS_MS, look({ payments }, { orderId, attemptId }, transactionId));
    res.redirect(303, paths.checkout(order));
  });
  return router;
}

async function look(
  { payments }: Pick<Checkout, 'payments'>,
  at: { readonly orderId: string; readonly attemptId: string },
  transactionId: string,
): Promise<void> {
  try {
    await payments.verify(at, transactionId, { by: 'return' });
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    payments.log.warn({ ...at, transactionId, err: error }, 'a returning payment could not be read yet');
  }
}
