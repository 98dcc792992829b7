import type { Request, RequestHandler, Response } from 'express';
import { NotFound } from '../errors';
import { param } from '../http/params';
import type { PageKind } from '../http/security';
import type { Order } from '../orders/order';
import type { Payments } from '../payments/payments';
import type { CheckoutPage } from './pages';

/** What the shopper's pages are built from. */
export interface Checkout {
  readonly payments: Payments;
  readonly show: (res: Response, page: CheckoutPage, kind?: PageKind) => void;
  /** Scripts of the card page, in the order in which they must run. */
  readonly cardScripts: readonly string[];
  /** Reads a posted form of single values. */
  readonly readForm: RequestHandler;
  /** Refuses what another site makes a browser send. */
  readonly sameOriginOnly: RequestHandler;
  /** Slows down whoever tries many cards. */
  readonly limitCardAttempts: RequestHandler;
}

export class CheckoutNotFound extends NotFound {
  constructor() {
    super('There is no payment at this address');
  }
}

/** The token is the only key: whoever has it may see and pay this order. */
export async function orderAt({ payments }: Checkout, req: Pick<Request, 'params'>): Promise<Order> {
  const order = await payments.orders.findByToken(param(req, 'token'));
  if (!order) throw new CheckoutNotFound();
  return order;
}
