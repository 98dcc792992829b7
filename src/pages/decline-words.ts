import { declineKindOf, type DeclineKind } from '../blink/wire/decline-kind';

/** Null where the heading has said all that is known. */
const WORDS: Readonly<Record<DeclineKind, string | null>> = {
  declined: 'Your bank did not accept the payment. It can tell you why.',
  insufficient_funds: 'There was not enough money available for it.',
  security_code: 'The security code was missing, or it was not the right one.',
  details:
    'Some of the details were missing or not right, or the card has expired. Please check them before you try again.',
  referred: 'Your bank wants to speak to you first. Please call it before you try again.',
  not_authenticated: 'Your bank could not confirm that it was you.',
  authentication_required: 'Your bank has to check that it is you. Please try again and follow its steps.',
  amount: 'This amount cannot be paid with a test account.',
  failed: null,
  other: 'The payment was not accepted. Your bank may be able to tell you why.',
};

/**
 * Says to a customer, in our own words, why a payment was refused. What Blink or the bank wrote is for the shop: it may name a stolen card, or
 * hold anything at all.
 * @param reason as Blink gave it; empty when it gave none
 * @returns null when there is nothing to say
 */
export function declineWords(reason: string | null): string | null {
  return reason ? WORDS[declineKindOf(reason)] : null;
}
