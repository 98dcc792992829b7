import { MINUTE } from '../clock';
import type { Payments } from './payments';
import { refreshOrder } from './refresh-order';

const LEASE_MS = MINUTE;
const AT_ONCE = 4;

/**
 * Looks at every order whose time has come: the guarantee behind notifications and returns, which may never arrive.
 * An order that could not be looked at is due again when its lease is over.
 * @returns how many were looked at
 */
export async function sweep(payments: Payments, limit = 100): Promise<number> {
  const due = await payments.orders.claimDue(payments.clock.now(), limit, LEASE_MS);
  const waiting = [...due];
  const worker = async (): Promise<void> => {
    for (let orderId = waiting.shift(); orderId; orderId = waiting.shift()) await lookAt(payments, orderId);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return due.length;
}

async function lookAt(payments: Payments, orderId: string): Promise<void> {
  const lookedAt = payments.clock.now();
  try {
    await refreshOrder(payments, orderId, { by: 'sweep' });
    await payments.orders.reschedule(orderId, lookedAt);
  } catch (error) {
    payments.log.warn({ orderId, err: error }, 'an order could not be looked at and will be again');
  }
}
