import { Router, type Request, type RequestHandler } from 'express';
import { NotFound } from '../kernel/errors';
import { param } from '../web/params';
import { paths } from '../kernel/paths';
import type { RepeatPayments } from '../repeat-payments/use-cases/repeat-payments';

export interface RepeatPaymentNotifications {
  readonly repeatPayments: RepeatPayments;
  /** Is told when a look was asked for: without it, it would be found some seconds later. */
  readonly onAsked: () => void;
  /** Told of each when it comes; what becomes of those that are received is seen from how repeat payments stand. */
  readonly onNotice?: ((fate: 'refused' | 'received' | 'not_kept') => void) | undefined;
}

/**
 * Where Blink tells us that something happened to a schedule. It signs nothing, so the address holds a capability. Nothing in the body
 * is believed or needed, so it is not even read, whatever it is: the schedule is read again. That a look is due is kept before Blink
 * hears that all is well.
 */
export function repeatPaymentNotificationRoutes({
  repeatPayments,
  onAsked,
  onNotice,
}: RepeatPaymentNotifications): Router {
  const { store, capabilities, clock, log } = repeatPayments;
  const router = Router();
  const onlyGranted: RequestHandler = (req, _res, next) => {
    const { repeatPaymentId, setupId } = addressed(req);
    const capability = param(req, 'capability');
    if (!capabilities.isGranted('repeat-payment-notification', repeatPaymentId, setupId, capability)) {
      onNotice?.('refused');
      throw new NotFound();
    }
    next();
  };
  router.post(paths.repeatPaymentNotification.pattern, onlyGranted, async (req, res) => {
    const { repeatPaymentId, setupId } = addressed(req);
    const isKept = await store.requestLook(repeatPaymentId, clock.now()).catch((error: unknown) => {
      onNotice?.('not_kept');
      throw error;
    });
    onNotice?.('received');
    if (isKept) onAsked();
    else
      log.error(
        { repeatPaymentId, setupId },
        'a genuine notification is about a repeat payment that is no longer kept',
      );
    res.status(200).json({ message: 'Success' });
  });
  return router;
}

function addressed(req: Pick<Request, 'params'>) {
  return { repeatPaymentId: param(req, 'repeatPaymentId'), setupId: param(req, 'setupId') };
}
