import type { Request, Response } from 'express';
import { formatMoney } from '../kernel/money';
import { type BasketLine, countOf, linesOf, MOST_OF_ONE, totalOf } from './basket';
import type { ShopOrder } from './checkout-api';
import { type OrderWords, wordsFor } from './order-words';
import { outcomeHint } from './outcome-by-amount';
import { PRODUCTS } from './products';
import type { KnownOrder } from './purchase';
import { csrf } from './shop-security';

export const SHOP_NAME = 'Little Harbour';

type Place = 'shop' | 'club' | 'basket' | 'orders' | 'elsewhere';

/** Adds what every page of the shop shows. The views print and nothing more. */
export function showPage(req: Request, res: Response, view: string, place: Place, page: object): void {
  const count = countOf(req.session.basket ?? {});
  const shop = {
    shopName: SHOP_NAME,
    basketCount: count === 0 ? null : String(count),
    basketLabel: count === 1 ? '1 thing in your basket' : `${count} things in your basket`,
    here: {
      shop: place === 'shop',
      club: place === 'club',
      basket: place === 'basket',
      orders: place === 'orders',
    },
  };
  res.set('Cache-Control', 'no-store').render(view, { page: { ...shop, ...page } });
}

export function shopPage(req: Request): object {
  return {
    title: 'Things for a small house by the sea',
    csrfToken: csrf.generateToken(req),
    products: PRODUCTS.map((product) => ({
      ...product,
      price: formatMoney(product.price),
      picture: `/static/demo/${product.picture}`,
      hint: outcomeHint(product.price),
    })),
  };
}

export function basketPage(req: Request): object {
  const basket = req.session.basket ?? {};
  return {
    title: 'Your basket',
    csrfToken: csrf.generateToken(req),
    lines: linesOf(basket).map(basketLine),
    total: formatMoney(totalOf(basket)),
    hint: outcomeHint(totalOf(basket)),
  };
}

function basketLine({ product, quantity, sum }: BasketLine): object {
  return {
    productId: product.id,
    name: product.name,
    price: formatMoney(product.price),
    picture: `/static/demo/${product.picture}`,
    quantity: String(quantity),
    fewer: String(quantity - 1),
    more: quantity < MOST_OF_ONE ? String(quantity + 1) : null,
    sum: formatMoney(sum),
  };
}

export function thanksPage(order: ShopOrder, known: KnownOrder): object {
  const words = wordsFor(order);
  return {
    title: words.heading,
    ...words,
    reference: known.reference,
    summary: known.summary,
    amount: amountOf(order),
    links: thanksLinks(order, words),
  };
}

interface Link {
  readonly label: string;
  readonly href: string;
}

function thanksLinks(order: ShopOrder, { tone }: OrderWords): readonly Link[] {
  const browse = { label: 'Back to the shop', href: '/' };
  if (order.status === 'open') return [{ label: 'Go on with the payment', href: order.checkout_url }, browse];
  if (order.status === 'cancelled' || order.status === 'expired')
    return [{ label: 'Back to your basket', href: '/basket' }];
  if (tone === 'waiting') return [{ label: 'Look again', href: `/thanks?order_id=${order.id}` }, browse];
  return [browse];
}

export interface OrderRow {
  readonly known: KnownOrder;
  /** null when the checkout could not be asked. */
  readonly order: ShopOrder | null;
}

export function ordersPage(rows: readonly OrderRow[]): object {
  return { title: 'Your orders', orders: rows.map(orderRow) };
}

function orderRow({ known, order }: OrderRow): object {
  const shared = {
    reference: known.reference,
    summary: known.summary,
    href: `/thanks?order_id=${encodeURIComponent(known.id)}`,
  };
  if (!order) return { ...shared, amount: null, badge: 'Not known right now', tone: 'waiting' };
  const { badge, tone } = wordsFor(order);
  return { ...shared, amount: amountOf(order), badge, tone };
}

function amountOf({ amount: minor, currency }: ShopOrder): string {
  return formatMoney({ minor, currency });
}

export interface ProblemWords {
  readonly heading: string;
  readonly text: string;
  readonly link: Link;
}

export function problemPage({ heading, text, link }: ProblemWords): object {
  return { title: heading, heading, text, link };
}
