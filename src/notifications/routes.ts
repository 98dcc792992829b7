import { Router, type Request, type RequestHandler } from 'express';
import { hintFromNotification } from '../blink/wire/notification-body';
import { NotFound } from '../kernel/errors';
import { param } from '../web/params';
import { paths } from '../kernel/paths';
import type { Payments } from '../orders/use-cases/payments';
import type { AttemptReference } from '../orders/use-cases/verify';
import type { Inbox, OnNotification } from './inbox';
import { evidenceIn } from './evidence';
import type { Notification } from './store';

export interface Notifications {
  readonly payments: Payments;
  readonly inbox: Inbox;
  /** Reads the first bytes of a body, of any type. */
  readonly readBody: RequestHandler;
  /** Told of those that are refused; the inbox tells of the others. */
  readonly onNotice?: OnNotification | undefined;
}

/**
 * Where Blink tells us that something happened. It signs nothing, so the address holds a capability that is checked before the body is
 * read. That says all: this payment is to be looked at. The body can only name a transaction of it, in any shape, and is never a reason
 * to refuse.
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
    for (const notice of noticesIn(req)) await inbox.accept(notice);
    res.status(200).json({ message: 'Success' });
  });
  return router;
}

/** One for each transaction that is named, or one that names none. */
function noticesIn(req: Request): readonly Notification[] {
  const body: unknown = req.body;
  const { transactionIds, fields } = hintFromNotification(
    body instanceof Uint8Array ? body : new Uint8Array(),
    req.originalUrl.split('?').slice(1).join('?'),
  );
  const about = { ...addressed(req), said: evidenceIn(fields) };
  if (transactionIds.length === 0) return [{ ...about, transactionId: null }];
  return transactionIds.map((transactionId) => ({ ...about, transactionId }));
}

function addressed(req: Pick<Request, 'params'>): AttemptReference {
  return { orderId: param(req, 'orderId'), attemptId: param(req, 'attemptId') };
}
