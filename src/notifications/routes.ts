import { Router, type Request, type RequestHandler } from 'express';
import { hintFromNotification } from '../blink/notification-body';
import { NotFound } from '../errors';
import { param } from '../http/params';
import { paths } from '../paths';
import type { Payments } from '../payments/payments';
import type { AttemptReference } from '../payments/verify';
import type { Inbox, OnNotice } from './inbox';
import { saidIn } from './said';

export interface Notifications {
  readonly payments: Payments;
  readonly inbox: Inbox;
  /** Reads a small JSON or form body. */
  readonly readBody: RequestHandler;
  /** Told of those that are refused; the inbox tells of the others. */
  readonly onNotice?: OnNotice | undefined;
}

/**
 * Where Blink tells us that something happened. It signs nothing, so the address holds a capability that is checked before the body is
 * read, and the body only says which transaction to look at.
 */
export function notificationRoutes({ payments, inbox, readBody, onNotice }: Notifications): Router {
  const router = Router();
  const onlyGranted: RequestHandler = (req, _res, next) => {
    const { orderId, attemptId } = addressed(req);
    if (!payments.capabilities.isGranted('notification', orderId, attemptId, param(req, 'capability'))) {
      onNotice?.('refused');
      throw new NotFound();
    }
    next();
  };
  router.post(paths.notification.pattern, onlyGranted, readBody, async (req, res) => {
    const { transactionId } = hintFromNotification(req.body);
    await inbox.accept({ ...addressed(req), transactionId, said: saidIn(req.body) });
    res.status(200).json({ message: 'Success' });
  });
  return router;
}

function addressed(req: Pick<Request, 'params'>): AttemptReference {
  return { orderId: param(req, 'orderId'), attemptId: param(req, 'attemptId') };
}
