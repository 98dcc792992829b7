import { messageAbove, type FormAgain } from '../../pages/form-errors';
import type { AttemptIntent } from '../../orders/domain/order';
import { chargeableUntil } from '../../orders/use-cases/charge';

/** What both card forms have around their fields. */
export function formFrame(intent: AttemptIntent, again: FormAgain, now: Date) {
  return {
    message: messageAbove(again, 'paymentToken'),
    expiresAt: chargeableUntil({ intent }).toISOString(),
    renderedAt: now.toISOString(),
  };
}
