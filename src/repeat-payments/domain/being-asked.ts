import { later } from '../../kernel/clock';
import { CHARGE_LOST_AFTER_MS } from '../../orders/domain/timeouts';
import type { Operation } from './repeat-payment';

/** Whether the call to Blink is under way; after the time limit it counts as lost with its process. */
export function isBeingAsked({ status, at }: Operation, now: Date): boolean {
  return status === 'claimed' && now < later(at, CHARGE_LOST_AFTER_MS);
}
