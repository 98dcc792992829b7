import type { Request, RequestHandler, Response, Router } from 'express';
import { SECOND } from '../../kernel/clock';
import { NotFound } from '../../kernel/errors';
import { pageRouter } from '../../pages/gates';
import { capabilityOf, wayBackHint } from '../../pages/way-back';
import { onlyPreviews } from '../../web/only-previews';
import { withTimeout } from '../../kernel/with-timeout';
import { param } from '../../web/params';
import { paths } from '../../kernel/paths';
import type { EnrolmentReference } from '../use-cases/repeat-payments';
import { syncAfterReturn } from '../use-cases/sync-after-return';
import type { RepeatPaymentPages } from './repeat-payment-pages';
import { goToPlan, repeatPaymentGates, visitOf, type RepeatPaymentRoute } from './visit';

/** After that the page that checks by itself is shown. */
const CUSTOMER_WAITS_MS = 3 * SECOND;

/**
 * Where Blink sends the customer back to, in any browser and without a cookie; some banks by POST, from their own origin. What the address
 * or the body says is a hint where to look, never a result. Both end at the clean address.
 */
export function repeatPaymentReturnRoutes(pages: RepeatPaymentPages): Router {
  const { repeatPayments, readBytes, limits } = pages;
  const { capabilities, store, log } = repeatPayments;
  const onlyGranted: RequestHandler = (req, _res, next) => {
    const { repeatPaymentId, setupId } = addressed(req);
    if (!capabilities.isGranted('repeat-payment-return', repeatPaymentId, setupId, capabilityOf(req)))
      throw new NothingToReturnTo();
    next();
  };
  const enter: RepeatPaymentRoute['enter'] = async (req, res) => {
    const at = addressed(req);
    const repeatPayment = await store.find(at.repeatPaymentId);
    if (!repeatPayment) {
      log.error(at, 'a customer came back to a repeat payment that is no longer kept');
      throw new NothingToReturnTo();
    }
    return visitOf(pages, req, res, repeatPayment);
  };
  async function lookFor(at: EnrolmentReference, req: Request, res: Response): Promise<void> {
    if (await limits.mayLook(at.repeatPaymentId, res))
      await withTimeout(CUSTOMER_WAITS_MS, syncAfterReturn(repeatPayments, at, wayBackHint(req)));
    else log.warn(at, 'a repeat payment was to be looked at too often');
  }
  const run: RepeatPaymentRoute['run'] = async (visit) => {
    const { req, res } = visit;
    if (!onlyPreviews(req)) await lookFor(addressed(req), req, res);
    goToPlan(visit);
  };
  const comeBack = { action: 'come_back', path: paths.repeatPaymentReturn, enter, run } as const;
  return pageRouter(repeatPaymentGates, [
    { ...comeBack, method: 'get', before: [onlyGranted] },
    { ...comeBack, method: 'post', before: [onlyGranted, readBytes] },
  ]);
}

function addressed(req: Pick<Request, 'params'>): EnrolmentReference {
  return { repeatPaymentId: param(req, 'repeatPaymentId'), setupId: param(req, 'setupId') };
}

class NothingToReturnTo extends NotFound {
  constructor() {
    super('There is no repeat payment at this address');
  }
}
