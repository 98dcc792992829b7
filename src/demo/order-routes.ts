import { type Request, Router } from 'express';
import { z } from 'zod';
import { NotFound } from '../kernel/errors';
import { linesOf } from './basket';
import type { ShopOrder } from './checkout-api';
import { CheckoutRefused, CheckoutUnavailable } from './checkout-call';
import { type Buying, buyBasket, isTakenCareOf, type KnownOrder, newPurchase } from './purchase';
import { type OrderRow, ordersPage, showPage, thanksPage } from './shop-pages';
import { emptyBasketOf, rememberOrder } from './shop-session';

const QUERY = z.object({ order_id: z.string().max(64) });

export interface OrderRouting extends Buying {
  /** Where shoppers may be sent to pay. */
  readonly checkoutUrl: string;
}

export function orderRoutes(deps: OrderRouting): Router {
  const router = Router();

  router.post('/checkout', async (req, res) => {
    const basket = req.session.basket ?? {};
    if (linesOf(basket).length === 0) {
      res.redirect(303, '/basket');
      return;
    }
    const { order, purchase, known } = await buyBasket(deps, basket, req.session.purchase ?? newPurchase());
    req.session.purchase = purchase;
    rememberOrder(req.session, known);
    res.redirect(303, atCheckout(order, deps.checkoutUrl)); // the session is saved before the answer ends
  });

  // Being here proves nothing: anybody can open this address. Only the checkout's own answer counts.
  router.get('/thanks', async (req, res) => {
    const known = orderOfShopper(req);
    const order = await deps.checkout.getOrder(known.id, 'ask_the_bank');
    if (isTakenCareOf(order)) emptyBasketOf(req.session, known);
    showPage(req, res, 'thanks', 'elsewhere', thanksPage(order, known));
  });

  router.get('/orders', async (req, res) => {
    const rows = await Promise.all((req.session.orders ?? []).map((known) => orderRow(deps, known)));
    showPage(req, res, 'orders', 'orders', ordersPage(rows));
  });

  return router;
}

function orderOfShopper(req: Request): KnownOrder {
  const id = QUERY.safeParse(req.query).data?.order_id;
  const known = (req.session.orders ?? []).find((each) => each.id === id);
  if (!known) throw new NotFound('This session has no such order');
  return known;
}

async function orderRow({ checkout }: Buying, known: KnownOrder): Promise<OrderRow> {
  try {
    return { known, order: await checkout.getOrder(known.id, 'as_known') };
  } catch (error) {
    if (error instanceof CheckoutUnavailable || error instanceof CheckoutRefused)
      return { known, order: null };
    throw error;
  }
}

/** A shop sends its shoppers to its own checkout and nowhere else. */
function atCheckout({ checkout_url: url }: ShopOrder, checkoutUrl: string): string {
  if (new URL(url).origin === new URL(checkoutUrl).origin) return url;
  throw new CheckoutUnavailable('The checkout named an address outside of its own');
}
