import { ACCOUNT } from '../account';
import { html, type Html } from '../html';
import type { CardLayout, Intent } from '../intents/intent';
import { DEVICE_FIELDS, hidden, none } from './inputs';

/** `moto` is for cards read out over the telephone: no device fields, and type 2 instead of 1. */
export type CardSituation = 'ecom' | 'moto';

/** ccElement and ccMotoElement. The three hosted inputs have no name: nothing of a card is ever posted to the shop. */
export function cardElement(intent: Intent, origin: string, situation: CardSituation): Html {
  const { customer, cardLayout } = intent.terms;
  const ids = situation === 'ecom';
  return html`${hidden('merchantID', ACCOUNT.gatewayMerchantId, 'merchantID')}${hidden('payment_intent', intent.paymentIntent, 'payment-intent')}${hidden('resource', 'creditcards', 'resource')}${hidden('transaction_unique', intent.transactionUnique, 'transaction-unique')}${situation === 'moto' ? hidden('type', 2, 'type') : none}${CARD_INPUTS[cardLayout](origin)}${customerInput('customer_name', 'Name', 'customer-name', customer.name, ids)}${customerInput('customer_email', 'Email', 'customer-email', customer.email, ids)}${intent.withAddress ? addressInputs(intent, ids) : none}${situation === 'ecom' ? html`${DEVICE_FIELDS.map(deviceInput)}<input type="hidden" class="blink-form__input blink-form__input--type" id="type" name="type" value="1" />` : none}`;
}

const CARD_INPUTS: Readonly<Record<CardLayout, (origin: string) => Html>> = {
  basic: () =>
    html`<label class="blink-form__label field-label">Card number</label>
      <div class="blink-form__group fieldgroup-container relative mb-4">${numberInput}</div>
      <label class="blink-form__label field-label">Expiry date</label>
      <div class="blink-form__group fieldgroup-container relative mb-4">${expiryInput}</div>
      <label class="blink-form__label field-label">CVV</label>
      <div class="blink-form__group fieldgroup-container relative mb-4">${cvvInput}</div>`,
  'single-line': () =>
    html`<label class="blink-form__label field-label">Card information</label>
      <div class="blink-form__group fieldgroup-container relative no-wrap mb-4">
        ${numberInput}${expiryInput}${cvvInput}
      </div>`,
  'multi-line': (origin) =>
    html`<label class="blink-form__label field-label">Card information</label>
      <div class="blink-form__group fieldgroup-container mb-4">
        <div class="blink-form__group-child fieldgroup-child--width-12 relative">
          ${numberInput}
          <div class="cards_icons d-flex-center">
            ${['VC', 'MC', 'DC', 'DN', 'AM'].map((code) => icon(origin, code))}
          </div>
        </div>
        <div class="blink-form__group-child fieldgroup-child--width-6">${expiryInput}</div>
        <div class="blink-form__group-child fieldgroup-child--width-6">${cvvInput}</div>
      </div>`,
};

const numberInput = hosted('cardNumber', 'card-number', '1234 1234 1234 1234');
const expiryInput = hosted('cardExpiryDate', 'card-expiry', 'MM/YY');
const cvvInput = hosted('cardCVV', 'card-cvv', 'CVV');

function hosted(type: string, suffix: string, placeholder: string): Html {
  return html`<input
    type="hostedfield:${type}"
    class="blink-form__input blink-form__input--${suffix}"
    placeholder="${placeholder}"
  />`;
}

/** Blink leaves the src unquoted. */
function icon(origin: string, code: string): Html {
  return html`<img src=${origin}/assets/images/cards/34/${code}.png alt="">`;
}

function customerInput(name: string, label: string, suffix: string, value: string, withId: boolean): Html {
  const id = withId ? html` id="cc_${name}"` : none;
  return html`<label class="blink-form__label field-label">${label}</label>
    <div class="blink-form__group fieldgroup-container relative no-wrap mb-4">
      <input
        type="text"
        class="blink-form__input blink-form__input--${suffix}"
        name="${name}"
        ${id}
        placeholder="${label}"
        value="${value}"
      />
    </div>`;
}

function addressInputs({ terms }: Intent, withIds: boolean): Html {
  const { address, postcode } = terms.customer;
  return html`<div class="blink-form__group fieldgroup-container mb-4">
    <div class="blink-form__group-child fieldgroup-child--width-8">
      ${customerInput('customer_address', 'Address', 'customer-address', address, withIds)}
    </div>
    <div class="blink-form__group-child fieldgroup-child--width-4">
      ${customerInput('customer_postcode', 'Postcode', 'customer-postcode', postcode, withIds)}
    </div>
  </div>`;
}

/** Filled by custom.js in the browser. */
function deviceInput(name: string): Html {
  return html`<input
    type="hidden"
    class="blink-form__input blink-form__input--device-params"
    id="${name}"
    name="${name}"
    value=""
  />`;
}
