import type { CardLayout } from '../intents/intent';
import { markup, type Markup } from '../markup';
import { label } from './inputs';

/** The three inputs that the SDK replaces with frames. They have no name, so a browser never posts them. */
const number = hosted('cardNumber', 'card-number', '1234 1234 1234 1234');
const expiry = hosted('cardExpiryDate', 'card-expiry', 'MM/YY');
const cvv = hosted('cardCVV', 'card-cvv', 'CVV');

export function cardInputs(layout: CardLayout, origin: string): Markup {
  switch (layout) {
    case 'basic':
      return markup`${basicGroup('Card number', number)}${basicGroup('Expiry date', expiry)}${basicGroup('CVV', cvv)}`;
    case 'single-line':
      return markup`${label('Card information')}
        <div class="blink-form__group fieldgroup-container relative no-wrap mb-4">${number}${expiry}${cvv}</div>`;
    case 'multi-line':
      return multiLine(origin);
    default:
      return layout satisfies never;
  }
}

function hosted(type: string, suffix: string, placeholder: string): Markup {
  return markup`<input type="hostedfield:${type}" class="blink-form__input blink-form__input--${suffix}" placeholder="${placeholder}">`;
}

function basicGroup(text: string, input: Markup): Markup {
  return markup`${label(text)}<div class="blink-form__group fieldgroup-container relative mb-4">${input}</div>`;
}

function multiLine(origin: string): Markup {
  const icons = ['VC', 'MC', 'DC', 'DN', 'AM'].map((code) => cardIcon(origin, code));
  return markup`${label('Card information')}
    <div class="blink-form__group fieldgroup-container mb-4">
      <div class="blink-form__group-child fieldgroup-child--width-12 relative">
        ${number}
        <div class="cards_icons d-flex-center">${icons}</div>
      </div>
      <div class="blink-form__group-child fieldgroup-child--width-6">${expiry}</div>
      <div class="blink-form__group-child fieldgroup-child--width-6">${cvv}</div>
    </div>`;
}

/** Blink leaves the src unquoted. */
function cardIcon(origin: string, code: string): Markup {
  return markup`<img src=${origin}/assets/images/cards/34/${code}.png alt="">`;
}
