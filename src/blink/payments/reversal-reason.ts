import { fold } from '../wire/statuses';
import { fullyDecoded } from '../wire/url-decoding';

/** In what way a payment that was money is none any more. */
export type Undoing = 'rejected' | 'charged_back' | 'cancelled' | 'refunded' | 'failed';

const UNDOING: Readonly<Record<string, Undoing>> = {
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
export function reversalReasonOf(word: string): Undoing {
  const folded = fold(fullyDecoded(word));
  return (Object.hasOwn(UNDOING, folded) ? UNDOING[folded] : undefined) ?? 'failed';
}
