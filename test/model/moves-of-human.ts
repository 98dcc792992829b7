import { transactionsOf } from '../../src/orders/domain/attempt-transactions';
import type { Order, Refund } from '../../src/orders/domain/order';
import type { LedgerEntry } from '../../src/sandbox/transactions/ledger';
import { orderIn, type Model, type ModelOrder } from './model';
import { stored, type World } from './world';

/** Looks up in Blink's portal what nobody else can know, and says what is true. */
export function looksItUp(number: number): (world: World, model: Model) => Promise<void> {
  return async (world, model) => {
    const promised = orderIn(model, number);
    const order = await stored(world, promised.id);
    const ledger = world.rig.sandbox.ledger();
    switch (order.review?.reason) {
      case 'refund_unknown':
        return says(world, order, whatBecameOfRefunds(order, ledger, promised));
      case 'capture_unknown':
        return saysOfCapture(world, order, ledger);
      default:
    }
  };
}

/** @returns null when there is more than one answer */
function whatBecameOfRefunds(
  order: Order,
  ledger: readonly LedgerEntry[],
  promised: ModelOrder,
): string | null {
  const found = order.refunds
    .filter(({ status }) => status === 'unknown')
    .map((refund) => (wasGivenBack(order, refund, ledger, promised) ? 'refund_succeeded' : 'refund_failed'));
  const [first, ...others] = found;
  return first && others.every((each) => each === first) ? first : null;
}

/** Blink gave back more than our other refunds and the portal's explain. */
function wasGivenBack(
  { attempts, refunds }: Order,
  unknown: Refund,
  ledger: readonly LedgerEntry[],
  { portalRefunds }: ModelOrder,
): boolean {
  const transactionId = attempts.find(({ id }) => id === unknown.attemptId)?.transactionId ?? '';
  const entry = ledger.find(({ id }) => id === transactionId);
  const others = refunds.filter(
    (each) => each.attemptId === unknown.attemptId && each.status === 'succeeded',
  );
  const byPortal = portalRefunds.get(transactionId) ?? 0;
  const explained = others.reduce((sum, { amount }) => sum + amount, byPortal);
  const more = (entry?.refunded ?? 0) + (entry?.cancelled ?? 0) - explained;
  if (more <= 0) return false;
  // Where part went back at the portal Blink gives back what was left, and whoever looks calls the whole of it the refund.
  portalRefunds.set(transactionId, byPortal - Math.max(0, unknown.amount - more));
  return true;
}

async function saysOfCapture(world: World, order: Order, ledger: readonly LedgerEntry[]): Promise<void> {
  const isOurs = (id: string | null) => id !== null && order.attempts.flatMap(transactionsOf).includes(id);
  const rerun = ledger.find(({ rerunOf, captured }) => isOurs(rerunOf) && captured > 0);
  if (rerun) {
    const named = { transaction_id: rerun.id };
    const { status } = await world.api('POST', `/orders/${order.id}/transactions`, named);
    expect([200, 409, 502, 503]).toContain(status);
    return;
  }
  const wasTaken = ledger.some(({ id, captured }) => isOurs(id) && captured > 0);
  if (!wasTaken) await says(world, order, 'capture_failed');
}

async function says(world: World, { id }: Order, resolution: string | null): Promise<void> {
  if (!resolution) return;
  const body = { resolution, reason: 'Seen in the portal' };
  expect([200, 409]).toContain((await world.api('POST', `/orders/${id}/review`, body)).status);
}
