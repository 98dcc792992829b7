import type { PaymentMethod } from './order';

const BY_CARD: readonly PaymentMethod[] = ['card', 'apple_pay', 'google_pay'];

/**
 * Whether a payment is a card's: wallets pay by card, too. Only a card's money can be reserved first and taken later, and only a card's
 * money does Blink give back; bank payments move at once, and go back by the bank.
 */
export function isByCard(method: PaymentMethod): boolean {
  return BY_CARD.includes(method);
}
