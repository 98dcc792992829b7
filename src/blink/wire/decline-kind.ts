import { folded } from './documented-texts';

/** What a customer can do something about, or has to be told, when a payment was refused. */
export type DeclineKind =
  | 'declined'
  | 'insufficient_funds'
  | 'security_code'
  | 'details'
  | 'referred'
  | 'not_authenticated'
  | 'authentication_required'
  | 'amount'
  /** It says that it failed, and nothing else. */
  | 'failed'
  /** A text that nobody has published. */
  | 'other';

/**
 * The texts that Blink documents for a refused payment, or that its own plugin reads, as `folded` gives them. A bank that wants a card kept
 * says so to the shop: to the customer it is a refusal like others.
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

/** Reads it as a whole: what merely begins with a known text may go on to say anything. */
export function declineKindOf(reason: string): DeclineKind {
  const text = folded(reason);
  return Object.hasOwn(DECLINE_TEXTS, text) ? (DECLINE_TEXTS[text] ?? 'other') : 'other';
}
