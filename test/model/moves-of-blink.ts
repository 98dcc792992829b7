import { transactionsOf } from '../../src/orders/domain/attempt-transactions';
import { portalButtons, type PortalAction } from '../../src/sandbox/control/portal';
import { orderIn, type Model, type ModelOrder } from './model';
import { nonceOf } from './invariants';
import type { World } from './world';

/** Everything that Blink has not said yet. */
export function notifies(order: 'in-order' | 'reversed'): (world: World) => Promise<void> {
  return (world) => world.rig.sandbox.notifications.deliverPending(order);
}

/** Something that Blink said before, or any one that waits. */
export function notifiesAgain(number: number): (world: World) => Promise<void> {
  return async ({ rig: { sandbox } }) => {
    const all = sandbox.notifications.list();
    const one = all[number % Math.max(1, all.length)];
    if (one) await sandbox.notifications.repeat(one.id);
  };
}

/** By genuine addresses of one order: the return of its last attempt, and the notification. */
export function confuses(number: number, of: number): (world: World, model: Model) => Promise<void> {
  return async (world, model) => {
    const order = await world.store.find(orderIn(model, number).id);
    const other = await world.store.find(orderIn(model, of).id);
    const attempt = order?.attempts.at(-1);
    const [transactionId] = (other?.attempts ?? []).flatMap(transactionsOf);
    if (!order || !attempt || !transactionId) return;
    const { addresses } = world.process().payments;
    const body = JSON.stringify({ transaction_id: transactionId, status: 'Captured' });
    await fetch(addresses.notificationUrl(order.id, attempt.id), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await fetch(
      `${addresses.returnUrl(order.id, attempt.id)}?transaction_id=${transactionId}&status=captured`,
      {
        redirect: 'manual',
      },
    );
  };
}

/** Somebody at Blink's portal, or a bank, does to the newest transaction of an order what can be done to it now. */
export function undoes(
  number: number,
  which: number,
  isWhole: boolean,
): (world: World, model: Model) => Promise<void> {
  return async (world, model) => {
    const promised = orderIn(model, number);
    const order = await world.store.find(promised.id);
    const nonces = (order?.attempts ?? []).map(({ nonce }) => nonce);
    const entry = world.rig.sandbox.ledger().findLast((each) => nonces.includes(nonceOf(each)));
    const buttons = entry ? portalButtons(entry.status) : [];
    const button = buttons[which % Math.max(1, buttons.length)];
    if (entry && button) presses(world, promised, button.name, entry.id, isWhole);
  };
}

function presses(
  { rig: { sandbox } }: World,
  { portalRefunds }: ModelOrder,
  action: PortalAction,
  transactionId: string,
  isWhole: boolean,
): void {
  const back = () => {
    const entry = sandbox.transaction(transactionId);
    return entry ? entry.refunded + entry.cancelled : 0;
  };
  const before = back();
  if (action === 'refund') sandbox.portal.refund(transactionId, isWhole ? undefined : 1);
  else sandbox.portal[action](transactionId);
  portalRefunds.set(transactionId, (portalRefunds.get(transactionId) ?? 0) + back() - before);
}
