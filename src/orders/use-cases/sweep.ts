import { setImmediate as breathe } from 'node:timers/promises';
import { MINUTE } from '../../kernel/clock';
import { DatabaseUnavailable } from '../../postgres/errors';
import { linesOf } from '../../ledger/ledger';
import type { Order } from '../domain/order';
import type { Ending } from '../store/store';
import { decidedByTime } from './apply-timeouts';
import type { Payments } from './payments';
import { refreshOrder } from './refresh-order';
import type { Cause } from '../../ledger/line';

const LEASE_MS = MINUTE;
const LOOKS_AT_ONCE = 4;
/** So few, since Blink may be slow: a payment that falls due meanwhile comes before the rest. */
const MOST_LOOKS = 20;
const ENDINGS_AT_ONCE = 500;
/** Then it is seen again whether a payment has fallen due. */
const MOST_BATCHES_OF_ENDINGS = 4;

const CAUSE: Cause = { by: 'sweep' };

/**
 * One round of looking at orders whose time has come: the guarantee behind notifications and returns, which may never arrive. Payments
 * that are under way come first. Orders of which nothing is due but their end are ended many at a time, and Blink is not asked about them.
 * An order that could not be looked at is due again when its lease is over.
 * @returns how many it got done: none when there is nothing left to do now
 */
export async function sweep(payments: Payments, limit = MOST_LOOKS): Promise<number> {
  const due = await payments.orders.claimDue(payments.clock.now(), limit, LEASE_MS);
  return (await lookAtAll(payments, due)) + (await endAll(payments));
}

async function lookAtAll(payments: Payments, orderIds: readonly string[]): Promise<number> {
  const waiting = [...orderIds];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let orderId = waiting.shift(); orderId; orderId = waiting.shift())
      if (await lookAt(payments, orderId)) done += 1;
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, worker));
  return done;
}

async function lookAt(payments: Payments, orderId: string): Promise<boolean> {
  const lookedAt = payments.clock.now();
  try {
    await refreshOrder(payments, orderId, CAUSE);
    await payments.orders.reschedule(orderId, lookedAt);
    return true;
  } catch (error) {
    payments.log.warn({ orderId, err: error }, 'an order could not be looked at and will be again');
    return false;
  }
}

async function endAll(payments: Payments): Promise<number> {
  let done = 0;
  for (let batch = 0; batch < MOST_BATCHES_OF_ENDINGS; batch++) {
    const ids = await payments.orders.claimEnding(payments.clock.now(), ENDINGS_AT_ONCE, LEASE_MS);
    const ended = new Set(await endTogether(payments, await payments.orders.findAll(ids)));
    const left = ids.filter((id) => !ended.has(id));
    done += ended.size + (await lookAtAll(payments, left));
    if (ids.length < ENDINGS_AT_ONCE) break;
    await breathe(); // orders in memory: nobody else would be served meanwhile
  }
  return done;
}

/** @returns which were ended; those that were changed meanwhile, or could not be ended with the others, are to be looked at one by one */
async function endTogether(payments: Payments, orders: readonly Order[]): Promise<readonly string[]> {
  const now = payments.clock.now();
  const endings = orders.flatMap((order) => endingOf(order, now) ?? []);
  if (endings.length === 0) return [];
  try {
    return await payments.orders.appendEndings(endings);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    payments.log.warn({ err: error }, 'orders could not be ended together and are looked at one by one');
    return [];
  }
}

function endingOf(order: Order, now: Date): Ending | null {
  const changes = decidedByTime(order, now);
  if (changes.at(-1)?.type !== 'order_expired') return null;
  return { order, entries: linesOf(order.version, changes, CAUSE, now) };
}
