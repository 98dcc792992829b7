import type { Response } from 'express';
import { cardDetails } from '../../pages/card-details';
import { payByWallet } from '../use-cases/pay-by-wallet';
import type { Checkout } from './checkout';
import { methodStep, type MethodStep } from './method-step';
import { readWalletForm, typedInWalletForm, type WalletForm } from './wallet-form';
import { walletPage } from './wallet-page';
import type { Script } from './wallet-scripts';
import type { Wallet } from '../../blink/payments/intent';

export const applePayStep = walletStep('apple_pay');
export const googlePayStep = walletStep('google_pay');

function walletStep(wallet: Wallet): MethodStep {
  return methodStep<WalletForm>({
    method: wallet,
    pageKind: 'wallet',
    page: ({ checkout, res }, open) => walletPage(wallet, open, scriptsOf(wallet, checkout, res)),
    read: readWalletForm,
    pay: ({ checkout: { payments }, req }, at, shown, form) =>
      payByWallet(payments, at, shown, wallet, cardDetails(req, form)),
    typed: typedInWalletForm,
    shownFields: ['paymentToken', 'customer_name', 'customer_email'],
  });
}

/** In the order in which they must run. Blink's script may use jQuery; ours needs all of them. */
function scriptsOf(wallet: Wallet, { walletScripts }: Checkout, res: Response): readonly Script[] {
  const { assets } = res.context.edge;
  const ours = (name: string): Script => ({ src: assets[name] ?? '', isAnonymous: false });
  return [
    ours('jquery-3.7.1.min.js'),
    walletScripts.blink[wallet],
    walletScripts.maker[wallet],
    ours('wallet-devices.js'),
    ours('wallets.js'),
  ];
}
