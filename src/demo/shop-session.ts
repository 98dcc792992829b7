import type { RequestHandler } from 'express';
import session, { type SessionData } from 'express-session';
import { type Clock, HOUR } from '../kernel/clock';
import { type Basket, withQuantity } from './basket';
import { BoundedSessionStore } from './bounded-session-store';
import type { Joining } from './club';
import type { Product } from './products';
import { type KnownOrder, newPurchase, type Purchase } from './purchase';

declare module 'express-session' {
  interface SessionData {
    basket?: Basket;
    purchase?: Purchase;
    orders?: readonly KnownOrder[];
    joining?: Joining;
  }
}

export type Shopper = Partial<SessionData>;

const MOST_SESSIONS = 1_000;
const MOST_ORDERS = 10;

export function shopSession(options: {
  readonly secret: string;
  readonly publicUrl: string;
  readonly clock: Clock;
}): RequestHandler {
  return session({
    name: 'demo-shop',
    secret: options.secret,
    store: new BoundedSessionStore(options.clock, MOST_SESSIONS, 24 * HOUR),
    resave: false,
    saveUninitialized: false,
    // Lax, not strict: shoppers come back from their bank by a link.
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.publicUrl.startsWith('https:'), path: '/' },
  });
}

export function setQuantity(shopper: Shopper, product: Product, quantity: number): void {
  shopper.basket = withQuantity(shopper.basket ?? {}, product, quantity);
  shopper.purchase = newPurchase();
}

export function rememberOrder(shopper: Shopper, order: KnownOrder): void {
  const others = (shopper.orders ?? []).filter(({ id }) => id !== order.id);
  shopper.orders = [order, ...others].slice(0, MOST_ORDERS);
}

/** Empties the basket that this order was made from; one that was changed since stays. */
export function emptyBasketOf(shopper: Shopper, order: KnownOrder): void {
  if (shopper.purchase?.key !== order.purchaseKey) return;
  delete shopper.basket;
  delete shopper.purchase;
}
