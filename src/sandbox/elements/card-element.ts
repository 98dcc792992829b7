import { ACCOUNT } from '../account';
import type { Intent } from '../intents/intent';
import { markup, noMarkup, type Markup } from '../markup';
import { cardInputs } from './card-inputs';
import { DEVICE_FIELDS, hidden, label } from './inputs';

/** ccElement: for the shopper's own browser, which custom.js describes in the device fields. */
export function cardElement(intent: Intent, origin: string): Markup {
  return markup`${cardHiddens(intent)}
    ${cardInputs(intent.terms.cardLayout, origin)}
    ${customerInputs(intent, 'cc_')}
    ${DEVICE_FIELDS.map(deviceInput)}
    <input type="hidden" class="blink-form__input blink-form__input--type" id="type" name="type" value="1">`;
}

/** ccMotoElement: for cards read out over the telephone, without ids and device fields. */
export function motoElement(intent: Intent, origin: string): Markup {
  return markup`${cardHiddens(intent)}
    ${hidden('type', 2, 'type')}
    ${cardInputs(intent.terms.cardLayout, origin)}
    ${customerInputs(intent, null)}`;
}

function cardHiddens({ paymentIntent, transactionUnique }: Intent): Markup {
  return markup`${hidden('merchantID', ACCOUNT.gatewayMerchantId, 'merchantID')}
    ${hidden('payment_intent', paymentIntent, 'payment-intent')}
    ${hidden('resource', 'creditcards', 'resource')}
    ${hidden('transaction_unique', transactionUnique, 'transaction-unique')}`;
}

function customerInputs({ terms, withAddress }: Intent, idPrefix: string | null): Markup {
  const { name, email, address, postcode } = terms.customer;
  const input = (key: string, text: string, value: string): Markup =>
    customerInput({ key, text, value, idPrefix });
  if (!withAddress) return markup`${input('name', 'Name', name)}${input('email', 'Email', email)}`;
  return markup`${input('name', 'Name', name)}
    ${input('email', 'Email', email)}
    <div class="blink-form__group fieldgroup-container mb-4">
      <div class="blink-form__group-child fieldgroup-child--width-8">${input('address', 'Address', address)}</div>
      <div class="blink-form__group-child fieldgroup-child--width-4">${input('postcode', 'Postcode', postcode)}</div>
    </div>`;
}

interface CustomerInput {
  readonly key: string;
  readonly text: string;
  readonly value: string;
  readonly idPrefix: string | null;
}

function customerInput({ key, text, value, idPrefix }: CustomerInput): Markup {
  const id = idPrefix === null ? noMarkup : markup` id="${idPrefix}customer_${key}"`;
  const classes = `blink-form__input blink-form__input--customer-${key}`;
  return markup`${label(text)}
    <div class="blink-form__group fieldgroup-container relative no-wrap mb-4">
      <input type="text" class="${classes}" name="customer_${key}"${id} placeholder="${text}" value="${value}">
    </div>`;
}

function deviceInput(name: string): Markup {
  const classes = 'blink-form__input blink-form__input--device-params';
  return markup`<input type="hidden" class="${classes}" id="${name}" name="${name}" value="">`;
}
