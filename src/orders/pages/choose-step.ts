import type { Response } from 'express';
import { show, type HostedPage } from '../../pages/hosted-page';
import type { Order } from '../domain/order';
import type { Checkout } from './checkout';
import { methodPath } from './method-paths';
import { stepOf } from './method-steps';
import { methodLabel } from './method-words';
import { backToShop, noWayToPayPage, orderLines } from './pages';
import type { Script } from './wallet-scripts';
import type { PaymentMethod } from '../../payments/methods';
import type { Wallet } from '../../blink/payments/intent';

/** The ways to pay that are open for this order; where there is one only, its form. */
export async function showWaysToPay(checkout: Checkout, res: Response, order: Order): Promise<void> {
  const methods = await checkout.payments.offered.of(order);
  const [first] = methods;
  if (!first) {
    checkout.payments.log.warn({ orderId: order.id }, 'no way to pay is open for an order');
    show(res.status(503), noWayToPayPage(order));
  } else if (methods.length === 1) {
    await stepOf(first).show(checkout, res, order);
  } else {
    const wallets = methods.filter(isWallet);
    const scripts = wallets.map((wallet) => checkout.walletScripts.maker[wallet]);
    show(res, choosePage(order, methods, scripts), wallets.length > 0 ? 'wallet' : 'plain');
  }
}

/** Whether the device can pay with a wallet only its maker's script can tell: until then that way is not shown. */
function choosePage(order: Order, methods: readonly PaymentMethod[], scripts: readonly Script[]): HostedPage {
  return {
    view: 'checkout/choose',
    page: {
      title: 'Choose how to pay',
      order: orderLines(order),
      methods: methods.map((method) => ({
        label: methodLabel(method).label,
        hint: methodLabel(method).hint,
        href: methodPath[method](order),
        wallet: isWallet(method) ? method : null,
      })),
      onlyWallets: methods.every(isWallet),
      cancelUrl: backToShop(order),
      otherWaysHref: null,
      scripts,
    },
  };
}

function isWallet(method: PaymentMethod): method is Wallet {
  return method === 'apple_pay' || method === 'google_pay';
}
