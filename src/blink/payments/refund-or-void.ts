import { fold } from '../wire/statuses';
import { fullyDecoded } from '../wire/url-decoding';

/** How a captured card payment can be given back now. */
export type WayToRefund = 'cancel' | 'refund' | 'neither';

/** `tendered` is on its way to the bank: too late to cancel. The others are what Blink says after the night's settlement. */
const SETTLED: ReadonlySet<string> = new Set(
  [
    'accepted',
    'accept',
    'settled',
    'tendered',
    'success',
    'paid',
    'partially refunded',
    'partial refunded',
  ].map(fold),
);

/**
 * Before the night's settlement Blink cancels, and only the whole; after it Blink refunds, whole or in parts.
 * @param word the status that the transaction bears now
 */
export function refundOrVoid(word: string): WayToRefund {
  const folded = fold(fullyDecoded(word));
  if (folded === 'captured') return 'cancel';
  return SETTLED.has(folded) ? 'refund' : 'neither';
}
