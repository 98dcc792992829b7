import { folded } from './documented-texts';

/** Why a payment was refused, as far as a customer can act on it or has to be told. */
export type DeclineKind =
  | 'declined'
  | 'insufficient_funds'
  | 'security_code'
  | 'details'
  | 'referred'
  | 'not_authenticated'
  | 'authentication_required'
  | 'amount'
  /** The text says that the payment failed, and nothing else. */
  | 'failed'
  /** The text is not documented. */
  | 'other';

/**
 * The texts that Blink documents for a refused payment, or that Blink's own plugin reads, as `folded` writes them. "Keep card" (the bank
 * wants a physical card retained) is meant for the shop: to the customer it is a refusal like others.
 */
export const DECLINE_TEXTS: Readonly<Record<string, DeclineKind>> = {
  declined: 'declined',
  rejected: 'declined',
  'card declined': 'declined',
  'payment declined': 'declined',
  'payment rejected': 'declined',
  'keep card': 'declined',
  'card declined keep card': 'declined',
  'declined keep card': 'declined',
  'do not honour': 'declined',
  'insufficient funds': 'insufficient_funds',
  'cv2 not matched': 'security_code',
  'missing cardcvv': 'security_code',
  'missing or invalid data': 'details',
  expired: 'details',
  referred: 'referred',
  'card referred': 'referred',
  '3ds declined': 'not_authenticated',
  'failed 3ds': 'not_authenticated',
  'authentication rejected by issuer': 'not_authenticated',
  'authentication rejected by issuer cardholder not enrolled in service': 'not_authenticated',
  '3ds authentication required': 'authentication_required',
  'sca required': 'authentication_required',
  'declined sca required': 'authentication_required',
  'invalid test amount': 'amount',
  failed: 'failed',
  finished: 'failed',
  'payment failed': 'failed',
};

/** Compares the whole text: one that merely begins with a known text may go on to say anything. */
export function declineKindOf(reason: string): DeclineKind {
  const text = folded(reason);
  return Object.hasOwn(DECLINE_TEXTS, text) ? (DECLINE_TEXTS[text] ?? 'other') : 'other';
}
