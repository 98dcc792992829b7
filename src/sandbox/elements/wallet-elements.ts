import { decimalOf } from '../../money';
import { ACCOUNT } from '../account';
import { html, type Html } from '../html';
import type { Intent } from '../intents/intent';
import { DEVICE_FIELDS, hiddenWithId, plainHidden } from './inputs';

/** gpElement. The double slash in the first address is Blink's; Google's script is the sandbox's stand-in. */
export function googlePayElement(intent: Intent, origin: string): Html {
  const { amount } = intent.terms;
  const onload = `onGooglePayLoaded('TEST','${ACCOUNT.gatewayMerchantId}','sandbox','','${ACCOUNT.name}','','${amount.currency}','${decimalOf(amount)}')`;
  return html`<div id="blinkGooglePay">
      <input type="hidden" name="paymentToken" id="googlePayToken" />
      <script src="${origin}//assets/js/google-pay-api.js"></script>
      <script async src="${origin}/gp/p/js/pay.js" onload="${onload}"></script>
    </div>
    ${plainHidden('resource', 'googlepay')}${plainHidden('payment_intent', intent.paymentIntent)}${plainHidden('transaction_unique', intent.transactionUnique)}${walletInputs(intent, 'gp')}
    <div id="container"></div>`;
}

/** apElement, back-slashes in the script's address included. */
export function applePayElement(intent: Intent, origin: string): Html {
  const { amount, returnUrl } = intent.terms;
  const shop = new URL(returnUrl).hostname;
  const onclick = `onApplePayButtonClicked('${ACCOUNT.gatewayMerchantId}','${decimalOf(amount)}','${intent.transactionUnique}','${amount.currency}','${ACCOUNT.slug}','273','${shop}','${origin}/')`;
  return html`<div id="blinkApplePay">
      ${plainHidden('merchantID', ACCOUNT.gatewayMerchantId)}
      <script src="${origin}/\\assets\\js\\apple-pay-api.js"></script>
      <script async crossorigin src="${origin}/jsapi/v1/apple-pay-sdk.js"></script>
      ${plainHidden('resource', 'applepay')}${plainHidden('payment_intent', intent.paymentIntent)}${plainHidden('transaction_unique', intent.transactionUnique)}<input
        type="hidden"
        class="paymentToken"
        id="applePayToken"
        name="paymentToken"
      /><apple-pay-button
        id="apple-pay-btn"
        buttonstyle="black"
        type="plain"
        locale="en-GB"
        onclick="${onclick}"
      ></apple-pay-button>
    </div>
    ${walletInputs(intent, 'ap')}`;
}

/** Every wallet has hidden inputs of the same names; only the ids tell them apart. */
function walletInputs({ terms }: Intent, prefix: string): Html {
  const { name, email, address, postcode } = terms.customer;
  const customer = {
    customer_name: name,
    customer_email: email,
    customer_address: address,
    customer_postcode: postcode,
  };
  return html`${Object.entries(customer).map(([key, value]) => hiddenWithId(key, value, `${prefix}_${key}`))}${DEVICE_FIELDS.map((key) => hiddenWithId(key, '', `${prefix}_${key}`))}${hiddenWithId('type', 1, `${prefix}_type`)}`;
}
