import { later } from '../../kernel/clock';
import { CHARGE_LOST_AFTER_MS } from '../../orders/domain/timeouts';
import type { Operation } from './repeat-payment';

/** The call is on its way: after that time its process was lost. */
export function isBeingAsked({ status, at }: Operation, now: Date): boolean {
  return status === 'claimed' && now < later(at, CHARGE_LOST_AFTER_MS);
}
