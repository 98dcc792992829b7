import type { Order } from '../domain/order';
import { canBeAuthorised } from '../domain/authorisation-life';
import type { PaymentMethod } from '../../payments/methods';
import type { IntentCapture } from '../../blink/payments/intent';

/** Why a manual capture is a pre-authorisation and a delayed one is not: docs/decisions/0006-how-reserved-money-is-taken.md. */
export function intentCaptureOf({ capture }: Pick<Order, 'capture'>, method: PaymentMethod): IntentCapture {
  if (capture === 'automatic' || !canBeAuthorised(method)) return 'at_once';
  return capture === 'manual' ? 'on_request' : { afterDays: capture.delayDays };
}
