import { show, type HostedPage } from '../../pages/hosted-page';
import { methodPath } from './method-paths';
import { stepOf } from './method-steps';
import { backToShop, noWayToPayPage, orderLines } from './pages';
import { readAgain, type Visit } from './visit';
import type { Script } from './wallet-scripts';
import type { PaymentMethod } from '../../payments/methods';
import type { Wallet } from '../../blink/payments/intent';

/** The ways to pay that are open for this order; where there is one only, its form. */
export async function showWaysToPay(visit: Visit): Promise<void> {
  const { checkout, res, order, texts } = visit;
  const methods = await checkout.payments.offered.of(order);
  const [first] = methods;
  if (!first) {
    checkout.payments.log.warn({ orderId: order.id }, 'no way to pay is open for an order');
    show(res.status(503), noWayToPayPage(texts, order));
  } else if (methods.length === 1) {
    const isChoice = order.paymentMethods.length > 1; // then Blink may have been asked meanwhile
    await stepOf(first).show(isChoice ? await readAgain(visit) : visit);
  } else {
    const wallets = methods.filter(isWallet);
    const scripts = wallets.map((wallet) => checkout.walletScripts.maker[wallet]);
    show(res, choosePage(visit, methods, scripts), wallets.length > 0 ? 'wallet' : 'plain');
  }
}

/** Whether the device can pay with a wallet only its maker's script can tell: until then that way is not shown. */
function choosePage(
  { texts, order }: Visit,
  methods: readonly PaymentMethod[],
  scripts: readonly Script[],
): HostedPage {
  return {
    view: 'checkout/choose',
    texts,
    page: {
      title: texts.choose.title,
      order: orderLines(texts, order),
      methods: methods.map((method) => ({
        label: texts.methods[method].name,
        hint: texts.methods[method].hint,
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
