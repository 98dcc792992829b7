import { Router, type Request, type RequestHandler, type Response } from 'express';
import { SECOND } from '../../kernel/clock';
import { NotFound } from '../../kernel/errors';
import type { ShopperLimits } from '../../pages/shopper-limits';
import { capabilityOf, wayBackHint } from '../../pages/way-back';
import { onlyPreviews } from '../../web/only-previews';
import { withTimeout } from '../../kernel/with-timeout';
import { param } from '../../web/params';
import { paths } from '../../kernel/paths';
import type { RepeatPayments, EnrolmentReference } from '../use-cases/repeat-payments';
import { syncAfterReturn } from '../use-cases/sync-after-return';

/** After that the page that checks by itself is shown. */
const CUSTOMER_WAITS_MS = 3 * SECOND;

export interface RepeatPaymentReturns {
  readonly repeatPayments: RepeatPayments;
  /** Reads the first bytes of whatever is posted, of any type. */
  readonly readBytes: RequestHandler;
  readonly limits: ShopperLimits;
}

/**
 * Where Blink sends the customer back to, in any browser and without a cookie; some banks by POST, from their own origin. What the address
 * or the body says is a hint where to look, never a result. Both end at the clean address.
 */
export function repeatPaymentReturnRoutes({
  repeatPayments,
  readBytes,
  limits,
}: RepeatPaymentReturns): Router {
  const { capabilities, store, log } = repeatPayments;
  const router = Router();
  const onlyGranted: RequestHandler = (req, _res, next) => {
    const { repeatPaymentId, setupId } = addressed(req);
    if (!capabilities.isGranted('repeat-payment-return', repeatPaymentId, setupId, capabilityOf(req)))
      throw new RepeatPaymentPageNotFound();
    next();
  };
  const comeBack: RequestHandler = async (req, res) => {
    const at = addressed(req);
    const repeatPayment = await store.find(at.repeatPaymentId);
    if (!repeatPayment) {
      log.error(at, 'a customer came back to a repeat payment that is no longer kept');
      throw new RepeatPaymentPageNotFound();
    }
    if (!onlyPreviews(req)) await lookFor(at, req, res);
    res.redirect(303, paths.repeatPayment(repeatPayment));
  };
  async function lookFor(at: EnrolmentReference, req: Request, res: Response): Promise<void> {
    if (await limits.mayLook(at.repeatPaymentId, res))
      await withTimeout(CUSTOMER_WAITS_MS, syncAfterReturn(repeatPayments, at, wayBackHint(req)));
    else log.warn(at, 'a repeat payment was to be looked at too often');
  }
  router.get(paths.repeatPaymentReturn.pattern, onlyGranted, comeBack);
  router.post(paths.repeatPaymentReturn.pattern, onlyGranted, readBytes, comeBack);
  return router;
}

function addressed(req: Pick<Request, 'params'>): EnrolmentReference {
  return { repeatPaymentId: param(req, 'repeatPaymentId'), setupId: param(req, 'setupId') };
}

class RepeatPaymentPageNotFound extends NotFound {
  constructor() {
    super('There is no repeat payment at this address');
  }
}
