import type { Request, RequestHandler, Response } from 'express';
import { NotFound } from '../../kernel/errors';
import type { HostedPages } from '../../pages/hosted-pages';
import { param } from '../../web/params';
import type { Order } from '../domain/order';
import type { Payments } from '../use-cases/payments';
import type { WalletScripts } from './wallet-scripts';

/** What the pages of an order are built from. */
export interface Checkout extends HostedPages {
  readonly payments: Payments;
  readonly walletScripts: WalletScripts;
}

export async function mayLook(
  { payments, limits }: Checkout,
  orderId: string,
  res: Response,
  ask: 'mayLook' | 'mayLookAtUnnamed' = 'mayLook',
): Promise<boolean> {
  const isAllowed = await limits[ask](orderId, res);
  if (!isAllowed) payments.log.warn({ orderId }, 'a payment was to be looked at too often');
  return isAllowed;
}

export class CheckoutNotFound extends NotFound {
  constructor() {
    super('There is no payment at this address');
  }
}

declare module 'express-serve-static-core' {
  interface Request {
    /** As `onlyKnownOrder` read it, before the body was. */
    knownOrder?: Order;
  }
}

/** The token is the only key: whoever has it may see and pay this order. */
export async function orderAt(
  { payments }: Checkout,
  req: Pick<Request, 'params' | 'knownOrder'>,
): Promise<Order> {
  const order = req.knownOrder ?? (await payments.orders.findByToken(param(req, 'token')));
  if (!order) throw new CheckoutNotFound();
  return order;
}

/** Before whatever counts what is tried: nothing can be tried on an order that does not exist. */
export function onlyKnownOrder(checkout: Checkout): RequestHandler {
  return async (req, _res, next) => {
    req.knownOrder = await orderAt(checkout, req);
    next();
  };
}
