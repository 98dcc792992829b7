import { decimalOf } from '../../kernel/money';
import { ACCOUNT } from '../account';
import type { Intent } from '../intents/intent';
import { markup, type Markup } from '../markup';
import { DEVICE_FIELDS, hiddenWithId, plainHidden } from './inputs';

/** gpElement. The double slash in the first address is Blink's; the second script is the sandbox's stand-in for Google's. */
export function googlePayElement(intent: Intent, origin: string): Markup {
  const { amount } = intent.terms;
  const values = [
    'TEST',
    ACCOUNT.gatewayMerchantId,
    'sandbox',
    '',
    ACCOUNT.name,
    '',
    amount.currency,
    decimalOf(amount),
  ];
  return markup`<div id="blinkGooglePay">
      <input type="hidden" name="paymentToken" id="googlePayToken">
      <script src="${origin}//assets/js/google-pay-api.js"></script>
      <script async src="${origin}/gp/p/js/pay.js" onload="onGooglePayLoaded(${quoted(values)})"></script>
    </div>
    ${plainHidden('resource', 'googlepay')}
    ${plainHidden('payment_intent', intent.paymentIntent)}
    ${plainHidden('transaction_unique', intent.transactionUnique)}
    ${walletInputs(intent, 'gp')}
    <div id="container"></div>`;
}

/** apElement, back-slashes in the script's address included. */
export function applePayElement(intent: Intent, origin: string): Markup {
  const { amount, returnUrl } = intent.terms;
  const shop = new URL(returnUrl).hostname;
  const values = [ACCOUNT.gatewayMerchantId, decimalOf(amount), intent.transactionUnique, amount.currency, ACCOUNT.slug, '273', shop, `${origin}/`]; // prettier-ignore
  const onclick = `onApplePayButtonClicked(${quoted(values)})`;
  return markup`<div id="blinkApplePay">
      ${plainHidden('merchantID', ACCOUNT.gatewayMerchantId)}
      <script src="${origin}/\\assets\\js\\apple-pay-api.js"></script>
      <script async crossorigin src="${origin}/jsapi/v1/apple-pay-sdk.js"></script>
      ${plainHidden('resource', 'applepay')}
      ${plainHidden('payment_intent', intent.paymentIntent)}
      ${plainHidden('transaction_unique', intent.transactionUnique)}
      <input type="hidden" class="paymentToken" id="applePayToken" name="paymentToken">
      <apple-pay-button id="apple-pay-btn" buttonstyle=black type=plain locale=en-GB onclick="${onclick}"></apple-pay-button>
    </div>
    ${walletInputs(intent, 'ap')}`;
}

function quoted(values: readonly (string | number)[]): string {
  return values.map((value) => `'${value}'`).join(',');
}

/** Every wallet has hidden inputs of the same names; only the ids tell them apart. */
function walletInputs({ terms }: Intent, prefix: string): Markup {
  const { name, email, address, postcode } = terms.customer;
  const values = { name, email, address, postcode };
  const customer = Object.entries(values).map(([key, value]) =>
    hiddenWithId(`customer_${key}`, value, `${prefix}_customer_${key}`),
  );
  const device = DEVICE_FIELDS.map((key) => hiddenWithId(key, '', `${prefix}_${key}`));
  return markup`${customer}${device}${hiddenWithId('type', 1, `${prefix}_type`)}`;
}
