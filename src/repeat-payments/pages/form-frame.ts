import { messageAbove, type FormAgain } from '../../hosted-pages/form-again';
import type { AttemptIntent } from '../../orders/order';
import { chargeableUntil } from '../../payments/charge';

/** What both card forms have around their fields. */
export function formFrame(intent: AttemptIntent, again: FormAgain, now: Date) {
  return {
    message: messageAbove(again, 'paymentToken'),
    expiresAt: chargeableUntil({ intent }).toISOString(),
    renderedAt: now.toISOString(),
  };
}
