import type { Tag } from '../wire/markup';
import { hasHandler, tagsOf, typeOf } from '../wire/markup';
import { labelText } from '../wire/plain-text';
import type { CardElement, HostedField } from './intent';

const LONGEST = 64 * 1024;
const LONGEST_PLACEHOLDER = 40;

const HARMLESS: ReadonlySet<string> = new Set(
  'input div span p br hr label img link small strong b em i h1 h2 h3 h4 h5 h6 ul ol li fieldset legend section a'.split(
    ' ',
  ),
);
const PLACEHOLDERS = { cardNumber: 'Card number', cardExpiryDate: 'MM/YY', cardCVV: 'CVV' } as const;
const HOSTED_FIELDS = ['cardNumber', 'cardExpiryDate', 'cardCVV'] as const;
const TEXT_FIELDS = ['customer_name', 'customer_email', 'customer_address', 'customer_postcode'] as const;
const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'email', 'tel', 'search']);

/**
 * Reduces Blink's `ccElement` to what our own form needs: which hosted fields, and which of the payer's details.
 * Hidden inputs are dropped: we know their values already. Layouts changed over the years, so classes, labels and
 * order do not matter. An unknown visible input might ask for a card number, so it makes the whole element unusable.
 * @returns null when the element is not one that a shopper should see
 */
export function cardElementFrom(markup: unknown): CardElement | null {
  const tags = tagsOf(markup, LONGEST);
  if (!tags?.every(isHarmless)) return null;
  const inputs = tags.filter(({ name }) => name === 'input').filter((input) => typeOf(input) !== 'hidden');
  const hosted = inputs.filter((input) => typeOf(input).startsWith('hostedfield:'));
  const texts = inputs.filter((input) => !hosted.includes(input));
  const hostedFields = hostedFieldsFrom(hosted);
  const textFields = textFieldsFrom(texts);
  return hostedFields && textFields ? { hostedFields, textFields } : null;
}

function isHarmless(tag: Tag): boolean {
  return HARMLESS.has(tag.name) && !hasHandler(tag) && !tag.attributes.has('formaction');
}

/** @returns null unless all three hosted fields are there, each once */
function hostedFieldsFrom(inputs: readonly Tag[]): HostedField[] | null {
  if (inputs.length !== HOSTED_FIELDS.length) return null;
  const fields = HOSTED_FIELDS.flatMap((type): HostedField[] => {
    const input = inputs.find((each) => typeOf(each) === `hostedfield:${type.toLowerCase()}`);
    if (!input) return [];
    const placeholder = labelText(input.attributes.get('placeholder'), LONGEST_PLACEHOLDER);
    return [{ type, placeholder: placeholder || PLACEHOLDERS[type] }];
  });
  return fields.length === HOSTED_FIELDS.length ? fields : null;
}

function textFieldsFrom(inputs: readonly Tag[]): string[] | null {
  const names = inputs.map((input) =>
    TEXT_TYPES.has(typeOf(input)) ? (input.attributes.get('name') ?? '') : '',
  );
  const known: readonly string[] = TEXT_FIELDS;
  const isKnown = names.every((name) => known.includes(name)) && new Set(names).size === names.length;
  return isKnown ? known.filter((name) => names.includes(name)) : null;
}
