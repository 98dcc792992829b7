import { Router } from 'express';
import { hintFromReturn } from '../blink/return-query';
import { SECOND } from '../clock';
import { NotFound } from '../errors';
import { within } from '../payments/within';
import { param } from '../http/params';
import type { RateLimit } from '../http/rate-limits';
import { paths } from '../paths';
import type { RepeatPayments } from './repeat-payments';
import { lookAfterReturn } from './use-cases/look-after-return';

/** After that the page that checks by itself is shown. */
const CUSTOMER_WAITS_MS = 3 * SECOND;

export interface RepeatPaymentReturns {
  readonly repeatPayments: RepeatPayments;
  /** How often a customer may make us ask Blink about one repeat payment. */
  readonly looks: RateLimit;
}

/**
 * Where Blink sends the customer back to, in any browser and without a cookie. What the address says is a hint where to look, never a
 * result.
 */
export function repeatPaymentReturnRoutes({ repeatPayments, looks }: RepeatPaymentReturns): Router {
  const { capabilities, store, log } = repeatPayments;
  const router = Router();
  router.get(paths.repeatPaymentReturn.pattern, async (req, res) => {
    const at = { repeatPaymentId: param(req, 'repeatPaymentId'), setupId: param(req, 'setupId') };
    const capability = param(req, 'capability');
    if (!capabilities.isGranted('repeat-payment-return', at.repeatPaymentId, at.setupId, capability))
      throw new RepeatPaymentPageNotFound();
    const repeatPayment = await store.find(at.repeatPaymentId);
    if (!repeatPayment) {
      log.error(at, 'a customer came back to a repeat payment that is no longer kept');
      throw new RepeatPaymentPageNotFound();
    }
    const { isAllowed } = await looks.take(repeatPayment.id);
    if (isAllowed) {
      await within(CUSTOMER_WAITS_MS, lookAfterReturn(repeatPayments, at, hintFromReturn(req.query)));
    } else log.warn(at, 'a repeat payment was to be looked at too often');
    res.redirect(303, paths.repeatPayment(repeatPayment));
  });
  return router;
}

class RepeatPaymentPageNotFound extends NotFound {
  constructor() {
    super('There is no repeat payment at this address');
  }
}
