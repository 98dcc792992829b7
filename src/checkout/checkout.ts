import type { Request } from 'express';
import { NotFound } from '../errors';
import type { HostedPages } from '../hosted-pages/hosted-pages';
import { param } from '../http/params';
import type { Order } from '../orders/order';
import type { Payments } from '../payments/payments';
import type { WalletScripts } from './wallet-scripts';

/** What the pages of an order are built from. */
export interface Checkout extends HostedPages {
  readonly payments: Payments;
  readonly walletScripts: WalletScripts;
}

/**
 * Anybody with the address can come back, or press the button, as often as they like, and every look costs a call of the rate limit
 * that all shoppers share. Whoever asks too often sees the page as it is: notifications and the sweep bring the news.
 */
export async function mayLook({ payments, looks }: Checkout, orderId: string): Promise<boolean> {
  const { isAllowed } = await looks.take(orderId);
  if (!isAllowed) payments.log.warn({ orderId }, 'a payment was to be looked at too often');
  return isAllowed;
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
