import { declineKindOf } from '../blink/wire/decline-kind';
import type { Texts } from './texts/texts';

/**
 * Says to a customer, in our own words, why a payment was refused. What Blink or the bank wrote is for the shop: it may name a stolen card, or
 * hold anything at all.
 * @param reason as Blink gave it; empty when it gave none
 * @returns null when there is nothing to say
 */
export function declineWords({ declines }: Texts, reason: string | null): string | null {
  const kind = reason ? declineKindOf(reason) : 'failed';
  return kind === 'failed' ? null : declines[kind];
}
