import type { Request, RequestHandler } from 'express';
import { NotFound } from '../errors';
import { param } from '../http/params';
import type { Order } from '../orders/order';
import type { Payments } from '../payments/payments';
import type { WalletScripts } from './wallet-scripts';

/** What the shopper's pages are built from. */
export interface Checkout {
  readonly payments: Payments;
  /** Address of Blink's hosted-fields script. */
  readonly hostedFieldsScript: string;
  readonly walletScripts: WalletScripts;
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
