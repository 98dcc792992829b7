import { messageAbove, type RejectedForm } from '../../pages/form-errors';
import { chargeableUntil } from '../../orders/use-cases/charge';
import type { Texts } from '../../pages/texts/texts';
import type { KeptIntent } from '../../payments/kept-intent';

/** What both card forms have around their fields. */
export function formFrame(texts: Texts, intent: KeptIntent, again: RejectedForm, now: Date) {
  return {
    message: messageAbove(texts, again, 'paymentToken'),
    expiresAt: chargeableUntil({ intent }).toISOString(),
    renderedAt: now.toISOString(),
  };
}
