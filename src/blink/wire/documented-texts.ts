import type { FieldError } from '../../kernel/errors';
import { plainText } from './plain-text';

/** A text without case, punctuation and extra spaces: these differ between Blink's pages and its answers. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Short texts that could begin any sentence: they count only as the whole text. */
const PAYMENT_FAILED: ReadonlySet<string> = new Set([
  'failed',
  'finished',
  'rejected',
  'declined',
  'referred',
  'keep card',
  'sca required',
]);

const PAYMENT_FAILED_BEGINNINGS: readonly string[] = [
  '3ds authentication required',
  '3ds declined',
  'failed 3ds',
  'missing cardcvv',
  'authentication rejected by issuer',
  'payment rejected',
  'payment declined',
  'card declined',
  'card referred',
  'declined keep card',
  'declined sca required',
  'invalid test amount',
];

/** Whether one is a text that Blink documents for a payment that was tried and failed. */
export function saysPaymentFailed(texts: readonly string[]): boolean {
  return texts
    .map(folded)
    .some((text) => PAYMENT_FAILED.has(text) || beginsWithOneOf(text, PAYMENT_FAILED_BEGINNINGS));
}

/** Whether the intent cannot be used: one documented text says that it expired or was used before. */
export function saysIntentOver(texts: readonly string[]): boolean {
  return texts
    .map(folded)
    .some((text) => beginsWithOneOf(text, ['payment intent has expired', 'invalid payment intent']));
}

export function saysNotEnabled(texts: readonly string[]): boolean {
  return texts.map(folded).some((text) => text.includes('not enabled') || text === 'forbidden request');
}

/** Whether the text reports a network or server that failed on the way to the bank: that is no answer of the bank. */
export function saysNothingOfThePayment(text: string): boolean {
  return /time[d -]{0,5}out|curl error|could not connect|connection (?:was )?(?:reset|refused|lost|closed)|server error|service unavailable|bad gateway/i.test(
    text,
  );
}

/** Whether the payment was tried and declined: Blink sent its own text for a failed payment, or a documented one. */
export function saysDeclined(refusal: {
  readonly errorResponse: string;
  readonly texts: readonly string[];
}): boolean {
  if (saysNothingOfThePayment(refusal.errorResponse)) return false;
  return refusal.errorResponse !== '' || saysPaymentFailed(refusal.texts);
}

const REQUIRED_INPUTS: readonly (readonly [beginning: string, field: string])[] = [
  ['payment intent is required', 'payment_intent'],
  ['payment token is required', 'paymentToken'],
  ['customer name is required', 'customer_name'],
  ['customer email is required', 'customer_email'],
  ['customer name customer email is required', 'customer_email'],
  ['device timezone is required', 'device_timezone'],
  ['device capabilities is required', 'device_capabilities'],
  ['device screen resolution is required', 'device_screen_resolution'],
  ['device accept language is required', 'device_accept_language'],
  ['remote address is required', 'remote_address'],
  ['invalid remoteaddress', 'remote_address'],
  ['transaction unique is required', 'transaction_unique'],
  ['amount is required', 'amount'],
  ['currency is required', 'currency'],
  ['payment type is required', 'payment_type'],
  ['given name is required', 'given_name'],
  ['family name is required', 'family_name'],
  ['company name is required', 'company_name'],
  ['email address is required', 'email'],
  ['account holder name is required', 'account_holder_name'],
  ['branch code is required', 'branch_code'],
  ['account number is required', 'account_number'],
];

/** The inputs that documented validation texts are about, by Blink's names. */
export function inputsNamedBy(texts: readonly string[]): FieldError[] {
  return texts.flatMap((text) => {
    const named = REQUIRED_INPUTS.find(([beginning]) => folded(text).startsWith(beginning));
    return named ? [{ field: named[1], message: plainText(text) }] : [];
  });
}

function beginsWithOneOf(text: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => text.startsWith(beginning));
}
