import { fold } from '../wire/statuses';
import { fullyDecoded } from '../wire/url-decoding';

/** In what way a payment that was money is none any more. */
export type ReversalReason = 'rejected' | 'charged_back' | 'cancelled' | 'refunded' | 'failed';

const UNDOING: Readonly<Record<string, ReversalReason>> = {
  rejected: 'rejected',
  chargedback: 'charged_back',
  chargeback: 'charged_back',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  reversed: 'cancelled',
  refunded: 'refunded',
  fullyrefunded: 'refunded',
};

/** @param word a status whose meaning is `undone` or `declined` */
export function reversalReasonOf(word: string): ReversalReason {
  const folded = fold(fullyDecoded(word));
  return (Object.hasOwn(UNDOING, folded) ? UNDOING[folded] : undefined) ?? 'failed';
}
