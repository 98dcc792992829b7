import type { Response } from 'express';
import type { Order, PaymentMethod } from '../orders/order';
import type { Checkout } from './checkout';
import { stepOf } from './method-steps';
import { methodLabel } from './method-words';
import { backToShop, noWayToPayPage, orderLines, type CheckoutPage } from './pages';
import { show } from './show';

/** The ways to pay that are open for this order; where there is one only, its form. */
export async function showWaysToPay(checkout: Checkout, res: Response, order: Order): Promise<void> {
  const [first, ...others] = await checkout.payments.offered.of(order);
  if (!first) {
    show(res.status(503), noWayToPayPage());
    return;
  }
  if (others.length === 0) return stepOf(first).show(checkout, res, order);
  show(res, choosePage(order, [first, ...others]));
}

function choosePage(order: Order, methods: readonly PaymentMethod[]): CheckoutPage {
  return {
    view: 'checkout/choose',
    page: {
      title: 'Choose how to pay',
      order: orderLines(order),
      methods: methods.map((method) => ({ ...methodLabel(method), href: stepOf(method).path(order) })),
      cancelUrl: backToShop(order),
    },
  };
}
