import type { Response } from 'express';
import { fieldReader, type RejectedForm, type HiddenInput } from './form-errors';
import type { HostedPages } from './hosted-pages';
import type { Customer } from '../payments/customer';
import type { KeptIntent } from '../payments/kept-intent';
import type { Texts } from './texts/texts';

/** Beside these a problem can stand; what is said of an input that the shopper cannot see stands above the form, as the card's does. */
export const SHOWN_CARD_FIELDS = [
  'paymentToken',
  'customer_name',
  'customer_email',
  'customer_address',
  'customer_postcode',
] as const;

/** What a card form asks for, as `partials/card-form` prints it. */
export function cardFields(
  texts: Texts,
  intent: Pick<KeptIntent, 'cardForm'>,
  customer: Customer,
  again: RejectedForm,
) {
  const asked = intent.cardForm?.textFields ?? [];
  const field = fieldReader(again);
  return {
    ...onlyCardFields(texts, intent),
    fields: {
      name: field('customer_name', customer.name),
      email: field('customer_email', customer.email),
      address: asked.includes('customer_address') ? field('customer_address', customer.address) : null,
      postcode: asked.includes('customer_postcode') ? field('customer_postcode', customer.postcode) : null,
    },
  };
}

/** The same without a word about who pays. */
export function onlyCardFields(texts: Texts, { cardForm }: Pick<KeptIntent, 'cardForm'>) {
  return {
    formId: 'card-form',
    fields: { name: null, email: null, address: null, postcode: null },
    hostedFields: (cardForm?.hostedFields ?? []).map(({ type, placeholder }) => ({
      type: `hostedfield:${type}`,
      id: `card-${type}`,
      ...hostedTexts(texts, type),
      placeholder,
    })),
  };
}

interface HostedTexts {
  readonly label: string;
  /** What the page's script says when it is empty, or cannot be right. */
  readonly missing: string;
  readonly wrong: string;
}

function hostedTexts({ cardFields: known, otherCardField }: Texts, type: string): HostedTexts {
  const texts: Readonly<Record<string, HostedTexts>> = known;
  return (Object.hasOwn(texts, type) ? texts[type] : undefined) ?? otherCardField(type);
}

/**
 * The hidden inputs of Blink's card element under their own names, with values that are ours.
 * @param attemptId what the form is a try of
 */
export function hiddenCardInputs(
  attemptId: string,
  intent: Pick<KeptIntent, 'merchantId' | 'reference' | 'transactionUnique'>,
): readonly HiddenInput[] {
  const values = {
    attempt_id: attemptId,
    merchantID: intent.merchantId,
    payment_intent: intent.reference,
    resource: 'creditcards',
    transaction_unique: intent.transactionUnique,
    type: '1',
    device_timezone: '',
    device_capabilities: '',
    device_accept_language: '',
    device_screen_resolution: '',
  };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** Of a form that stays on the screen with another intent: what the page itself measured stays. */
export function renewedCardInputs(...form: Parameters<typeof hiddenCardInputs>): readonly HiddenInput[] {
  return hiddenCardInputs(...form).filter(({ name }) => !name.startsWith('device_'));
}

/** In the order in which they must run: Blink's script needs jQuery, ours needs Blink's. */
export function cardScripts(
  { hostedFieldsScript }: Pick<HostedPages, 'hostedFieldsScript'>,
  res: Response,
): readonly string[] {
  const { assets } = res.context.edge;
  return [assets['jquery-3.7.1.min.js'] ?? '', hostedFieldsScript, assets['checkout.js'] ?? ''];
}
