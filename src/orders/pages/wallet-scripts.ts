import type { Wallet } from '../../blink/payments/intent';

export interface Script {
  readonly src: string;
  /** Apple's has to be fetched without cookies. */
  readonly isAnonymous: boolean;
}

/** What the pages of the wallets run. The addresses are ours: those in Blink's elements are not followed. */
export interface WalletScripts {
  readonly origins: readonly string[];
  /** Tells whether the device can pay with the wallet, and shows its sheet. */
  readonly maker: Readonly<Record<Wallet, Script>>;
  /** Serves the button in Blink's element. */
  readonly blink: Readonly<Record<Wallet, Script>>;
}

const GOOGLE = 'https://pay.google.com';
const APPLE = 'https://applepay.cdn-apple.com';

/** @param blinkUrl Blink's origin; one on this machine plays Apple and Google as well */
export function walletScripts(blinkUrl: string): WalletScripts {
  const isLocal = blinkUrl.startsWith('http:');
  const [google, apple] = isLocal ? [blinkUrl, blinkUrl] : [GOOGLE, APPLE];
  const plain = (src: string): Script => ({ src, isAnonymous: false });
  return {
    origins: [...new Set([blinkUrl, google, apple])],
    maker: {
      google_pay: plain(`${google}/gp/p/js/pay.js`),
      apple_pay: { src: `${apple}/jsapi/v1/apple-pay-sdk.js`, isAnonymous: true },
    },
    blink: {
      google_pay: plain(`${blinkUrl}/assets/js/google-pay-api.js`),
      apple_pay: plain(`${blinkUrl}/assets/js/apple-pay-api.js`),
    },
  };
}
