import { Router, type Request, type RequestHandler } from 'express';
import { NotFound } from '../kernel/errors';
import { param } from '../web/params';
import { paths } from '../kernel/paths';
import type { RepeatPayments } from '../repeat-payments/use-cases/repeat-payments';
import { sweepRepeatPayments } from '../repeat-payments/use-cases/sweep';

export interface RepeatPaymentNotifications {
  readonly repeatPayments: RepeatPayments;
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
    if (isKept) lookSoon(repeatPayments, repeatPaymentId);
    else
      log.error(
        { repeatPaymentId, setupId },
        'a genuine notification is about a repeat payment that is no longer kept',
      );
    res.status(200).json({ message: 'Success' });
  });
  return router;
}

/** The sweep would come to it by itself, some seconds later. */
function lookSoon(repeatPayments: RepeatPayments, id: string): void {
  const { inFlight, sweeps, log } = repeatPayments;
  void inFlight.track(id, () =>
    sweeps
      .run('', () => sweepRepeatPayments(repeatPayments))
      .catch((error: unknown) => log.warn({ err: error }, 'the sweep could not run')),
  );
}

function addressed(req: Pick<Request, 'params'>) {
  return { repeatPaymentId: param(req, 'repeatPaymentId'), setupId: param(req, 'setupId') };
}
