import type { RepeatPayments } from './repeat-payments';
import type { RepeatPayment } from '../domain/repeat-payment';
import { syncSchedule } from './sync-schedule';
import type { Cause } from '../../ledger/line';

/**
 * Asks Blink what became of everything that may still change, and lets time decide the rest.
 * @throws RepeatPaymentNotFound; BlinkUnavailable, BlinkRefused, BlinkUnreadable when Blink could not be read: what was read before stays
 */
export function refresh(deps: RepeatPayments, id: string, cause: Cause): Promise<RepeatPayment> {
  return syncSchedule(deps, id, cause);
}
